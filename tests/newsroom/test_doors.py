"""Every address of the site, walked: what a stranger may open is a list, and the rest sends them to sign in."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.core.signing import Signer
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from articles.models import Article, Section
from comments.models import Charter, Comment, Report
from comments.models.sender import Sender

pytestmark = pytest.mark.once

# By name: what anyone may read without an account.
PUBLIC = {
    "accessibility",
    "archive",
    "archive-day",
    "archive-month",
    "archive-year",
    "account-closed",
    "article",
    "article-ninjs",
    "cancellation-received",
    "charter",
    "charter-version",
    "comment-report",
    "contributor",
    "contributor-feed",
    "contributor-feed-atom",
    "corrections",
    "discussion",
    "favicon",
    "feed",
    "feed-atom",
    "front",
    "health-live",
    "health-ready",
    "legal",
    "manifest",
    "plans",
    "privacy",
    "renunciation-received",
    "report",
    "report-receipt",
    "robots",
    "search",
    "section",
    "section-feed",
    "section-feed-atom",
    "sitemap",
    "sitemap-news",
    "sitemap-pages",
    "sitemap-places",
    "tag",
    "terms",
    "transparency",
    "transparency-latest",
    "transparency-table",
}
# By name: what only a signed-in reader may open.
FOR_MEMBERS = {
    "account",
    "account-closing",
    "account-data",
    "account-data-file",
    "comment-edit",
    "comment-withdrawal",
    "contributions",
    "decision",
    "gifts",
    "order",
    "podcast",
    "pseudonym",
    "reply-notices",
    "subscription",
    "trial",
    "warning-acknowledgement",
}
# By name: what a subscription opens, and nothing besides: no page, so that nobody is sent to sign in.
FOR_SUBSCRIBERS = {"audio", "audio-cues"}
# By name: what a signed-in reader may send something to, and nobody opens.
FOR_MEMBERS_TO_SEND = {"comment-recommendation", "comment-selection", "gift-revocation"}
# By name: what anyone may send something to, and nobody opens.
FOR_EVERYONE_TO_SEND = {"language", "meter"}
# By name: what anyone may send something to.
TAKES_A_POST = {"comment-report", "discussion"}
# By name: what is there only once the operator has filled it in.
ONCE_FILLED_IN = {"security-txt"}
# By name: of whom it takes something published to be known.
OF_WHAT_IS_PUBLISHED = {"contributor", "contributor-feed", "contributor-feed-atom", "tag"}
# By name: what leads on to another page that is public.
LEADS_ON = {"transparency-latest"}
# By name: what a signed link opens, whoever follows it.
# A page that only the staff knows of; tests/newsroom/test_styleguide.py tries its door.
FOR_STAFF = {"styleguide"}
BY_LINK = {"appeal", "cancellation-kept", "podcast-feed", "preview", "reply-notices-stop"}
# By name: what anyone may fill in and send, signed out too; the form is all that the page is for.
FORMS_FOR_ALL = {"cancellation", "renunciation"}
# By name: what a payment provider tells, and nobody opens.
FOR_MACHINES = {"payment-webhook"}


def names_of_the_site() -> set[str]:
    """Return the names of our own addresses: neither the admin's nor the accounts library's."""

    def walk(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                yield f"{namespace}{pattern.name}"
            elif pattern.namespace != "admin" and "allauth" not in str(pattern.urlconf_name):
                yield from walk(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else "")

    return set(walk(get_resolver().url_patterns))


def report_of(comment: Comment, charter: Charter) -> Report:
    """Return a report of the comment, made signed out."""
    sender = Sender(address="203.0.113.7")
    return Report.objects.file(comment, sender=sender, rule=charter.rules.get(number=1))[0]


def address(name: str, article: Article, comment: Comment, charter: Charter) -> str:
    """Return an address of that name that leads somewhere."""
    published = timezone.localdate(article.published_at)
    leads: dict[str, list[Any]] = {
        "archive-day": [f"{published:%Y}", f"{published:%m}", f"{published:%d}"],
        "archive-month": [f"{published:%Y}", f"{published:%m}"],
        "archive-year": [f"{published:%Y}"],
        "article": [article.section.slug, article.slug, article.pk],
        "audio": [article.pk],
        "audio-cues": [article.pk],
        "article-ninjs": [article.section.slug, article.slug, article.pk],
        "meter": [article.section.slug, article.slug, article.pk],
        **{key: [article.section.slug] for key in ("section", "section-feed", "section-feed-atom")},
        "sitemap-places": ["articles", 1],
        "discussion": [article.pk],
        "account-data-file": ["json"],
        "charter-version": [charter.version],
        "comment-edit": [comment.pk],
        "comment-recommendation": [comment.pk],
        "comment-report": [comment.pk],
        "comment-selection": [comment.pk],
        "comment-withdrawal": [comment.pk],
        "decision": [UUID(int=0)],
        "gift-revocation": [1],
        "order": ["mensuel"],
        "trial": ["C-2222-2222"],
        "report": [report_of(comment, charter).get_absolute_url().split("/")[-2]],
        "report-receipt": [Signer(salt="comments.report.receipt", sep=".").sign("S-7F3K-9QXM")],
        "transparency": [timezone.localdate().year],
        "transparency-table": [timezone.localdate().year, "1_summary"],
        "warning-acknowledgement": [1],
    }
    return reverse(name, args=leads.get(name))


def test_every_address_is_for_everyone_or_for_members() -> None:
    sent_to = FOR_MEMBERS_TO_SEND | FOR_EVERYONE_TO_SEND | FORMS_FOR_ALL | FOR_MACHINES
    alone = BY_LINK | FOR_STAFF | ONCE_FILLED_IN
    assert names_of_the_site() == PUBLIC | FOR_MEMBERS | FOR_SUBSCRIBERS | sent_to | alone


@pytest.mark.parametrize("name", sorted(FOR_MEMBERS))
def test_a_stranger_is_sent_to_sign_in_and_back(
    client: Client, name: str, free_article: Article, comment: Comment, charter: Charter
) -> None:
    asked = address(name, free_article, comment, charter)
    answer = client.get(asked)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{reverse('account_login')}?next={asked}"


@pytest.mark.parametrize("name", sorted(FOR_SUBSCRIBERS))
def test_a_stranger_is_refused_what_a_subscription_opens(
    client: Client, name: str, free_article: Article, comment: Comment, charter: Charter
) -> None:
    asked = address(name, free_article, comment, charter)
    assert client.get(asked).status_code == 403
    assert client.post(asked).status_code == 405


@pytest.mark.parametrize("name", sorted(FOR_MEMBERS_TO_SEND))
def test_a_stranger_sends_nothing_where_members_do(
    client: Client, name: str, free_article: Article, comment: Comment, charter: Charter
) -> None:
    asked = address(name, free_article, comment, charter)
    assert client.get(asked).status_code == 405
    answer = client.post(asked)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", sorted(FOR_EVERYONE_TO_SEND))
def test_what_everybody_sends_to_opens_to_nobody(
    client: Client, name: str, free_article: Article, comment: Comment, charter: Charter
) -> None:
    assert client.get(address(name, free_article, comment, charter)).status_code == 405


@pytest.mark.parametrize("name", sorted(PUBLIC - OF_WHAT_IS_PUBLISHED - LEADS_ON))
def test_a_stranger_opens_what_is_public_and_gets_no_cookie(
    client: Client, name: str, free_article: Article, comment: Comment, charter: Charter
) -> None:
    answer = client.get(address(name, free_article, comment, charter))
    assert answer.status_code == 200
    assert not answer.cookies
    assert b"csrfmiddlewaretoken" not in answer.content


@pytest.mark.django_db
def test_a_stranger_is_led_on_to_the_report_of_a_year(client: Client) -> None:
    answer = client.get(reverse("transparency-latest"))
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("transparency", args=[timezone.localdate().year])
    assert not answer.cookies


@pytest.mark.parametrize("name", sorted((PUBLIC | FOR_MEMBERS) - OF_WHAT_IS_PUBLISHED - TAKES_A_POST))
def test_a_page_that_takes_no_post_says_so(
    client: Client, name: str, free_article: Article, comment: Comment, charter: Charter
) -> None:
    answer = client.post(address(name, free_article, comment, charter))
    assert answer.status_code in ({302} if name in FOR_MEMBERS else {405})


@pytest.mark.parametrize("path", ["/politique", "/charter", "/accounts/login"])
def test_an_address_without_its_last_stroke_finds_its_page(client: Client, politics: Section, path: str) -> None:
    assert client.get(path).status_code == 301


@pytest.mark.parametrize("name", sorted(FORMS_FOR_ALL))
def test_a_stranger_opens_a_form_for_all(client: Client, db: None, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["test", "stripe", "nobody"])
def test_a_stranger_tells_nothing_in_the_name_of_a_payment_provider(client: Client, db: None, name: str) -> None:
    asked = reverse("payment-webhook", args=[name])
    assert client.get(asked).status_code == 405
    assert client.post(asked, "{}", content_type="application/json").status_code in {400, 404}


def test_the_admin_is_closed_to_a_stranger(client: Client) -> None:
    assert client.get("/admin/").status_code == 302
