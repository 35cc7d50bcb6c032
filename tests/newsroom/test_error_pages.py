"""Every answer that is no page is one all the same: the paper's head and foot, words, the right status, a way on."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse, HttpResponseBase
from django.test import Client, RequestFactory

from articles.models import Article, StaleArticle
from comments.models import Comment
from newsroom import errors
from newsroom.subscribers.models import User
from tests.comments.pages import text_of

pytestmark = pytest.mark.once

# What a browser asks for where a person goes to an address.
BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}

type Asked = Callable[[Client, Article, Comment], HttpResponseBase | None]


def talk(article: Article) -> str:
    return f"/discussions/{article.pk}/"


def marked(comment: Comment) -> str:
    return f"/comments/{comment.pk}/recommendation/"


def done_first(*_: object) -> HttpResponseBase | None:
    """Most pages say on themselves what somebody did first; this one stands in for the others."""
    middleware = errors.ErrorsMiddleware(lambda _: HttpResponse())
    return middleware.process_exception(RequestFactory().get("/"), StaleArticle("Rien n’a été fait."))


def withdrawn_article(client: Client, article: Article, comment: Comment) -> HttpResponseBase:
    article.withdraw(by=None)
    return client.get(article.get_absolute_url())


def asked_too_often(client: Client, article: Article, comment: Comment) -> HttpResponseBase:
    client.logout()
    answers = [client.post("/accounts/password/reset/", {"email": "zoe@ailleurs.test"}) for _ in range(6)]
    return answers[-1]


@pytest.mark.parametrize(
    ("status", "ask"),
    [
        (400, lambda client, article, _: client.generic("POST", talk(article), "x", "multipart/form-data")),
        (403, lambda client, _, comment: client.post(marked(comment))),
        (404, lambda client, *_: client.get("/nulle/part-999999")),
        (405, lambda client, _, comment: client.get(marked(comment), headers=BROWSER)),
        (409, done_first),
        (410, withdrawn_article),
        (413, lambda client, article, _: client.post(talk(article), {"body": "x" * 2_700_000})),
        (429, asked_too_often),
    ],
)
def test_it_wears_the_papers_clothes(
    client: Client,
    free_article: Article,
    comment: Comment,
    alice: User,
    status: int,
    ask: Asked,
) -> None:
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")

    answer = ask(client, free_article, comment)

    assert answer is not None
    page = text_of(answer)
    assert answer.status_code == status
    assert f'<p class="error-code">{status}</p>' in page
    assert page.index('class="masthead') < page.index("<main") < page.index("<h1>") < page.index("<footer")
    assert '<meta name="robots" content="noindex">' in page
    assert '<a href="/">' in page[page.index("<main") : page.index("</main>")]
    assert status not in (400, 405, 413, 429) or "no-store" in answer.headers["Cache-Control"]


def test_what_may_not_be_asked_like_that_says_how_it_may(client: Client, comment: Comment) -> None:
    assert client.get(marked(comment), headers=BROWSER).headers["Allow"] == "POST"


def test_the_page_of_what_broke_leads_on_too() -> None:
    page = errors.server_error(RequestFactory().get("/")).content.decode()

    assert '<p class="error-code">500</p>' in page
    assert page.index('class="masthead') < page.index("<main") < page.index("<h1>")
    assert '<a href="/">' in page[page.index("<main") : page.index("</main>")]
