"""The meter: so many metered articles a month, each opened by the reader's own click, and counted nowhere else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.signing import Signer
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from articles import meter
from articles.models import Article, MeterReading, Section
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.metering import click, opened, opening
from tests.articles.pages import text_of
from tests.factories import SECRET

type Browse = Callable[[User], Client]


@pytest.fixture(autouse=True)
def three_a_month(settings: Settings) -> None:
    settings.METER = 3


# By a click


@pytest.mark.parametrize("reader", ["stranger", "chloe", "david"])
def test_three_articles_open_and_the_fourth_stays_closed(
    request: pytest.FixtureRequest, client: Client, browse: Browse, metered: list[Article], reader: str
) -> None:
    if reader != "stranger":
        browse(request.getfixturevalue(reader))
    assert opened(client, metered) == []

    for article in metered[:4]:
        assert click(client, article) == 303

    assert opened(client, metered) == [0, 1, 2]
    page = text_of(client, metered[3].get_absolute_url())
    assert 'class="wall"' in page
    assert opening(metered[3]) not in page
    assert "Vous avez ouvert les 3 articles" in page


def test_a_look_counts_nothing(client: Client, metered: list[Article]) -> None:
    for headers in ({}, {"Sec-Purpose": "prefetch"}, {"User-Agent": "Googlebot/2.1"}):
        for ask in (client.get, client.head):
            answer = ask(metered[0].get_absolute_url(), headers=headers)
            assert SECRET not in answer.content.decode()
            assert not answer.cookies
    assert client.get(opening(metered[0])).status_code == 405


def test_the_page_says_how_many_are_left(client: Client, metered: list[Article]) -> None:
    assert "encore ouvrir 3 articles" in text_of(client, metered[0].get_absolute_url())
    click(client, metered[0])

    assert "encore en ouvrir 2 ce mois-ci" in text_of(client, metered[0].get_absolute_url())
    assert "encore ouvrir 2 articles" in text_of(client, metered[1].get_absolute_url())


def test_opening_twice_counts_once(client: Client, metered: list[Article]) -> None:
    click(client, metered[0])
    click(client, metered[0])

    assert meter.read(client.cookies[meter.COOKIE].value, timezone.now()) == (metered[0].pk,)


def test_the_meter_opens_no_article_for_subscribers(client: Client, walled_article: Article) -> None:
    assert click(client, walled_article) == 303

    assert not client.cookies
    client.cookies[meter.COOKIE] = meter.cookie([walled_article.pk], timezone.now())
    assert opened(client, [walled_article]) == []


def test_a_paper_without_a_meter_walls_its_metered_articles(
    client: Client, settings: Settings, metered: list[Article]
) -> None:
    settings.METER = 0
    click(client, metered[0])

    assert not client.cookies
    page = text_of(client, metered[0].get_absolute_url())
    assert SECRET not in page
    assert opening(metered[0]) not in page


def test_a_subscriber_and_the_staff_consume_nothing(
    browse: Browse, metered: list[Article], alice: User, edith: User
) -> None:
    for reader in (alice, edith):
        assert opened(browse(reader), metered[:1]) == [0]
        click(browse(reader), metered[0])
    assert not MeterReading.objects.exists()


@pytest.mark.parametrize("how", ["draft", "withdrawn"])
def test_what_readers_do_not_see_opens_to_none(client: Client, politics: Section, how: str) -> None:
    article = factories.article(politics, "Caché", access="metered", published=how != "draft")
    if how == "withdrawn":
        article.withdraw(by=None)

    assert click(client, article) == 404
    assert not client.cookies


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://ailleurs.example"}],
)
def test_a_page_of_another_site_opens_nothing(client: Client, metered: list[Article], headers: dict[str, str]) -> None:
    assert click(client, metered[0], **headers) == 403
    assert not client.cookies


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": "http://testserver"}, {}]
)
def test_our_own_page_does(client: Client, metered: list[Article], headers: dict[str, str]) -> None:
    assert click(client, metered[0], **headers) == 303
    assert opened(client, metered[:1]) == [0]


# The cookie


def test_the_cookie_holds_the_month_and_the_articles_and_nothing_else(client: Client, metered: list[Article]) -> None:
    click(client, metered[0])
    click(client, metered[1])

    cookie = client.cookies[meter.COOKIE]
    held, _colon, _signature = cookie.value.rpartition(":")
    assert held == f"{timezone.localdate():%Y-%m}.{metered[0].pk}.{metered[1].pk}"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    # The October of an hour more is the longest month.
    assert timedelta() < timedelta(seconds=cookie["max-age"]) <= timedelta(days=31, hours=1)


def test_the_cookie_asks_for_tls_where_the_site_speaks_it(
    client: Client, settings: Settings, metered: list[Article]
) -> None:
    settings.SESSION_COOKIE_SECURE = True
    click(client, metered[0])

    assert client.cookies[meter.COOKIE]["secure"]


@pytest.mark.parametrize(
    ("now", "month", "ends"),
    [
        # Midnight in Paris: two hours before UTC's in summer, one in winter.
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), "2026-06", datetime(2026, 6, 30, 22, tzinfo=UTC)),
        (datetime(2026, 6, 30, 22, tzinfo=UTC), "2026-07", datetime(2026, 7, 31, 22, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, tzinfo=UTC), "2027-01", datetime(2027, 1, 31, 23, tzinfo=UTC)),
        (datetime(2026, 10, 2, 12, tzinfo=UTC), "2026-10", datetime(2026, 10, 31, 23, tzinfo=UTC)),
    ],
)
def test_the_month_is_the_paper_s(now: datetime, month: str, ends: datetime) -> None:
    assert meter.month(now) == month
    assert meter.next_month(now) == ends
    assert meter.read(meter.cookie([1], now), now) == (1,)
    assert meter.read(meter.cookie([1], now), ends) == ()


def test_a_month_later_one_begins_anew(
    monkeypatch: pytest.MonkeyPatch, browse: Browse, metered: list[Article], chloe: User
) -> None:
    for article in metered[:3]:
        click(browse(chloe), article)
    later = timezone.now() + timedelta(days=32)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert opened(browse(chloe), metered) == []
    click(browse(chloe), metered[3])
    assert opened(browse(chloe), metered) == [3]
    assert MeterReading.objects.count() == 1


def bad_cookies(article: Article) -> dict[str, str]:
    """Return cookies that were not written here, or no longer count."""
    now = timezone.now()
    good = meter.cookie([article.pk], now)
    return {
        "empty": "",
        "unsigned": good.rpartition(":")[0],
        "another signature": good[:-1] + ("a" if good[-1] != "a" else "b"),
        "another article": good.replace(f".{article.pk}:", f".{article.pk + 1}:"),
        "signed for something else": Signer(salt="comments.report.receipt").sign(good.rpartition(":")[0]),
        "signed with another key": Signer(key="x", salt="articles.meter").sign(good.rpartition(":")[0]),
        "of another month": meter.cookie([article.pk], now - timedelta(days=32)),
        "too long": meter.cookie(range(article.pk, article.pk + 1000), now),
        "no text": "\\000\\377",
    }


@pytest.mark.parametrize("bad", bad_cookies(Article(pk=1)))
def test_a_cookie_that_is_not_ours_is_none(client: Client, metered: list[Article], bad: str) -> None:
    without = client.get(metered[0].get_absolute_url())
    client.cookies[meter.COOKIE] = bad_cookies(metered[0])[bad]

    answer = client.get(metered[0].get_absolute_url())

    assert answer.content == without.content
    assert answer.headers["Cache-Control"] == without.headers["Cache-Control"]


def test_an_older_cookie_opens_what_it_says_and_no_more(client: Client, metered: list[Article]) -> None:
    click(client, metered[0])
    older = client.cookies[meter.COOKIE].value
    click(client, metered[1])

    client.cookies[meter.COOKIE] = older

    assert opened(client, metered) == [0]


# Cost


def test_the_meter_costs_a_member_one_query(
    browse: Browse, metered: list[Article], chloe: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = browse(chloe)
    client.get(metered[0].get_absolute_url())
    with django_assert_num_queries(0):
        meter.read(meter.cookie([1], timezone.now()), timezone.now())
    with django_assert_num_queries(1):
        MeterReading.objects.opened_by(chloe)
