"""Gift links: a subscriber opens one article to who has the link; counted, taken back, ten a month."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles import meter
from articles.models import Article, GiftLink, MeterReading, Section
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.pages import queries, text_of
from tests.comments.clock import Clock
from tests.factories import SECRET

type Browse = Callable[[User], Client]

MARK = '<section class="wall"'


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def gift(walled_article: Article, alice: User) -> GiftLink:
    """What Alice offers."""
    return GiftLink.objects.offer(walled_article, by=alice)


def opens(client: Client, address: str) -> bool:
    """Return whether the page holds the whole article; refused, it shows the wall and only its teaser."""
    page = text_of(client, address)
    assert (SECRET in page) != (MARK in page)
    return SECRET in page


# The link


@pytest.mark.parametrize("reader", ["stranger", "chloe", "david"])
@pytest.mark.parametrize("access", ["metered", "subscribers"])
def test_the_link_opens_the_article_to_who_follows_it(
    request: pytest.FixtureRequest, client: Client, browse: Browse, gift: GiftLink, access: str, reader: str
) -> None:
    gift.article.access = access
    gift.article.save()
    if reader != "stranger":
        browse(request.getfixturevalue(reader))

    assert not opens(client, gift.article.get_absolute_url())
    assert opens(client, gift.get_absolute_url())
    # The address without the token opens nothing: the gift stands in the link alone.
    assert not opens(client, gift.article.get_absolute_url())
    assert meter.COOKIE not in client.cookies
    assert not MeterReading.objects.exists()


def test_the_page_behind_the_link_is_kept_and_indexed_by_nobody(client: Client, gift: GiftLink) -> None:
    answer = client.get(gift.get_absolute_url())

    assert set(answer.headers["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    page = answer.content.decode()
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert gift.token not in page


def test_the_token_of_a_signed_in_reader_reaches_no_other_site_and_their_forms_still_serve(
    browse: Browse, gift: GiftLink, chloe: User
) -> None:
    # Under « no-referrer » a browser sends a form with `Origin: null`, which the check of forms refuses.
    assert browse(chloe).get(gift.get_absolute_url()).headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("reader", ["alice", "basile", "edith"])
def test_who_needs_no_gift_is_led_to_the_article_and_not_counted(
    request: pytest.FixtureRequest, browse: Browse, gift: GiftLink, reader: str
) -> None:
    answer = browse(request.getfixturevalue(reader)).get(gift.get_absolute_url())

    assert (answer.status_code, answer.headers["Location"]) == (302, gift.article.get_absolute_url())
    assert "no-store" in answer.headers["Cache-Control"]
    gift.refresh_from_db()
    assert gift.opened == 0


def test_an_article_that_became_free_is_read_at_its_own_address(client: Client, gift: GiftLink) -> None:
    gift.article.access = "free"
    gift.article.save()

    assert client.get(gift.get_absolute_url()).headers["Location"] == gift.article.get_absolute_url()


def test_the_link_survives_a_change_of_the_article_s_address(client: Client, gift: GiftLink, edith: User) -> None:
    former = gift.get_absolute_url()
    gift.article.slug = "autre"
    gift.article.revise(by=edith, fields={"slug"})

    answer = client.get(former)
    assert (answer.status_code, answer.headers["Location"]) == (301, gift.get_absolute_url())
    assert opens(client, answer.headers["Location"])


def test_a_withdrawn_article_is_gone_by_its_gift_too(client: Client, gift: GiftLink) -> None:
    gift.article.withdraw(by=None)

    answer = client.get(gift.get_absolute_url())
    assert answer.status_code == 410
    assert SECRET not in answer.content.decode()


# What opens nothing


def dead(gift: GiftLink, how: str, other: Article) -> str:
    """Return an address that was, or never was, a gift's."""
    article = gift.article.get_absolute_url()
    if how == "revoked":
        gift.revoke(by=gift.giver)
    elif how == "of a closed account":
        User.objects.filter(pk=gift.giver_id).update(is_active=False)
    elif how == "expired":
        GiftLink.objects.update(expires_at=timezone.now())
    addresses = {
        "of another article": f"{other.get_absolute_url()}?gift={gift.token}",
        "guessed": f"{article}?gift={'A' * 32}",
        "cut": f"{article}?gift={gift.token[:-1]}",
        "empty": f"{article}?gift=",
        "hostile": f"{article}?gift=%00%27%3Cscript%3E",
    }
    return addresses.get(how, gift.get_absolute_url())


SAID = {
    "revoked": "a repris ce lien",
    "of a closed account": "a repris ce lien",
    "expired": "a pris fin",
    "of another article": "n’ouvre pas cet article",
    "guessed": "n’ouvre pas cet article",
    "cut": "n’ouvre pas cet article",
    "empty": "n’ouvre pas cet article",
    "hostile": "n’ouvre pas cet article",
}


@pytest.mark.parametrize("how", SAID)
@pytest.mark.parametrize("reader", ["stranger", "chloe"])
def test_a_link_that_is_dead_shows_the_teaser_and_says_why(
    request: pytest.FixtureRequest,
    client: Client,
    browse: Browse,
    politics: Section,
    gift: GiftLink,
    how: str,
    reader: str,
) -> None:
    other = factories.article(politics, "Un autre", body=factories.WALLED_BODY)
    if reader != "stranger":
        browse(request.getfixturevalue(reader))
    address = dead(gift, how, other)

    answer = client.get(address)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert SECRET not in page
    assert MARK in page
    assert SAID[how] in page
    assert "<script>" not in page
    assert set(answer.headers["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert answer.headers["X-Robots-Tag"] == "noindex"
    gift.refresh_from_db()
    assert gift.opened == 0


def test_it_opens_to_its_last_second(client: Client, clock: Clock, gift: GiftLink) -> None:
    clock.now = gift.expires_at - timedelta(seconds=1)
    assert opens(client, gift.get_absolute_url())
    clock.wait(seconds=1)
    assert not opens(client, gift.get_absolute_url())
    assert (
        timedelta(days=14) - timedelta(minutes=1) < gift.expires_at - gift.created_at <= timedelta(days=14, minutes=1)
    )


def test_a_gift_outlives_the_subscription_of_who_gave_it(client: Client, gift: GiftLink, alice: User) -> None:
    alice.subscriptions.update(ends_at=timezone.now())

    assert opens(client, gift.get_absolute_url())


# Counting


@pytest.mark.parametrize(
    ("method", "headers", "counted"),
    [
        ("get", {}, 1),
        ("get", {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}, 1),
        ("head", {}, 0),
        ("get", {"Sec-Purpose": "prefetch;prerender"}, 0),
        ("get", {"User-Agent": "WhatsApp/2.23 A"}, 0),
        ("get", {"User-Agent": "Slackbot-LinkExpanding 1.0"}, 0),
        ("get", {"User-Agent": "facebookexternalhit/1.1"}, 0),
    ],
)
def test_who_opens_the_link_is_counted_and_what_looks_ahead_is_not(
    client: Client, gift: GiftLink, method: str, headers: dict[str, str], counted: int
) -> None:
    getattr(client, method)(gift.get_absolute_url(), headers=headers)

    gift.refresh_from_db()
    assert gift.opened == counted


# Cost


def test_a_followed_link_costs_two_queries_more(
    client: Client, gift: GiftLink, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(15):
        client.get(gift.get_absolute_url())


@pytest.mark.parametrize("page", ["", ".ninjs.json"])
def test_a_link_is_looked_up_once(client: Client, gift: GiftLink, page: str) -> None:
    address = gift.get_absolute_url().replace("?", f"{page}?")

    assert queries(client, address, reading="articles_giftlink") == 1
