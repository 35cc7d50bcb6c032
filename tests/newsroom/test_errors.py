"""What a reader meets when a request cannot be served: a page in words, and their text back."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from articles.models import Article, Section
from comments.models import Comment, Rule
from newsroom import errors
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.pages import headlines
from tests.comments.pages import text_of

pytestmark = pytest.mark.once

TYPED = "Bonjour </textarea><script>alert(1)</script> & « merci »"
TEXTAREA = re.compile(r'<textarea[^>]* name="(\w+)"[^>]*>\n?(.*?)</textarea>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@pytest.fixture
def strict(alice: User) -> Client:
    """A browser of Alice's whose requests are checked as in earnest."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    return client


def fields(page: str) -> dict[str, str]:
    """Return what the form of the page would send."""
    main = page[page.index("<main") : page.index("</main>")]
    areas = {name: unescape(text) for name, text in TEXTAREA.findall(main)}
    return areas | {name: unescape(value) for name, value in HIDDEN.findall(main)}


@pytest.mark.parametrize("token", ["", "x" * 64, "faux"])
def test_a_comment_whose_token_is_wrong_comes_back_with_a_fresh_one(
    strict: Client, free_article: Article, token: str
) -> None:
    address = f"/discussions/{free_article.pk}/"

    answer = strict.post(address, {"body": TYPED, "key": "k", "parent": "", "csrfmiddlewaretoken": token})

    assert answer.status_code == 403
    assert "no-store" in answer.headers["Cache-Control"]
    page = text_of(answer)
    assert "<script>alert" not in page
    assert f'action="{address}"' in page
    again = fields(page)
    assert again["body"] == TYPED
    assert not Comment.objects.exists()
    assert strict.post(address, again).status_code == 303
    assert Comment.objects.get().body == TYPED


def test_a_report_whose_token_is_wrong_comes_back_too(
    strict: Client, free_article: Article, basile: User, comment: Comment, rule: Rule
) -> None:
    strict.force_login(basile, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/comments/{comment.pk}/report/"

    again = fields(text_of(strict.post(address, {"words": TYPED, "rule": str(rule.pk)})))

    assert (again["words"], again["rule"]) == (TYPED, str(rule.pk))
    assert strict.post(address, again).status_code == 302


def test_what_a_foreign_page_sent_is_given_no_token(strict: Client, free_article: Article) -> None:
    answer = strict.post(
        f"/discussions/{free_article.pk}/",
        {"body": "Achetez !", "key": "k"},
        headers={"Origin": "https://ailleurs.test"},
    )

    assert answer.status_code == 403
    assert fields(text_of(answer)) == {}
    assert "Achetez" not in text_of(answer)


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/reset/", "/admin/login/"])
def test_no_other_form_is_echoed(strict: Client, address: str) -> None:
    answer = strict.post(address, {"body": "écho", "words": "écho", "login": "a@b.fr", "password": "secret-secret"})

    assert answer.status_code == 403
    page = text_of(answer)
    assert "écho" not in page
    assert "secret-secret" not in page


def test_a_withdrawal_whose_token_is_wrong_says_so(strict: Client, comment: Comment) -> None:
    answer = strict.post(f"/comments/{comment.pk}/withdrawal/")

    assert answer.status_code == 403
    assert 'role="alert"' in text_of(answer)
    assert fields(text_of(answer)) == {}


def test_a_request_too_large_gets_413_in_the_papers_clothes(strict: Client, free_article: Article) -> None:
    answer = strict.post(f"/discussions/{free_article.pk}/", {"body": "x" * 2_700_000})

    assert answer.status_code == 413
    assert "masthead" in text_of(answer)


def test_a_request_that_is_no_form_gets_400_in_the_papers_clothes(strict: Client, free_article: Article) -> None:
    answer = strict.generic("POST", f"/discussions/{free_article.pk}/", "x", "multipart/form-data")

    assert answer.status_code == 400
    assert "masthead" in text_of(answer)


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_not_there_leads_on(
    client: Client, free_article: Article, status: int, politics: Section
) -> None:
    gone = factories.article(politics, "Retiré")
    gone.withdraw(by=None)

    answer = client.get("/nulle/part-999999" if status == 404 else gone.get_absolute_url())

    page = text_of(answer)
    assert answer.status_code == status
    assert 'role="search"' in page
    assert headlines(page, free_article, gone) == [free_article.headline]
    assert '<meta name="robots" content="noindex">' in page
    assert 'rel="canonical"' not in page


def test_a_page_that_is_not_there_costs_the_same_however_long_the_paper_is(client: Client, politics: Section) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/nulle/part-999999").status_code == 404
        return len(captured)

    factories.article(politics, "Un")
    few = cost()
    for number in range(6):
        factories.article(politics, f"Article {number}")

    assert cost() == few <= 8


def test_what_broke_is_said_without_the_database(settings: Settings) -> None:
    # Neither fixture nor mark opens the database here: a query would be an error.
    answer = errors.server_error(RequestFactory().get("/"))

    page = answer.content.decode()
    assert answer.status_code == 500
    assert settings.SITE_NAME in page
    assert "no-store" in answer.headers["Cache-Control"]
