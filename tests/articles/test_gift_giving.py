"""Giving: a subscriber offers articles, so many a month, sees what became of the links and takes them back."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from articles.models import Article, GiftLink, Section
from articles.models.gift_link import GIFTS_A_MONTH
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.pages import text_of
from tests.comments.clock import Clock
from tests.factories import SECRET

type Browse = Callable[[User], Client]

DAY = timedelta(days=1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def gift(walled_article: Article, alice: User) -> GiftLink:
    """What Alice offers."""
    return GiftLink.objects.offer(walled_article, by=alice)


# Giving


def offer(client: Client, article: Article) -> int:
    """Press the button at the foot of an article; return the status."""
    return client.post("/account/gifts/", {"article": article.pk}).status_code


def test_a_subscriber_finds_the_button_at_the_foot_and_the_link_on_the_list(
    browse: Browse, walled_article: Article, alice: User
) -> None:
    client = browse(alice)
    assert f'name="article" value="{walled_article.pk}"' in text_of(client, walled_article.get_absolute_url())

    answer = client.post("/account/gifts/", {"article": walled_article.pk}, follow=True)

    gift = GiftLink.objects.get()
    assert answer.redirect_chain == [(f"/account/gifts/#gift-{gift.pk}", 303)]
    assert f'value="http://127.0.0.1:8000{gift.get_absolute_url()}"' in answer.content.decode()
    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", gift.token)
    entry = Entry.objects.get(action="gift.offered")
    assert (entry.actor, entry.detail) == (alice, {"article": walled_article.pk})


@pytest.mark.parametrize("reader", ["stranger", "chloe", "david", "edith"])
def test_nobody_else_finds_the_button(
    request: pytest.FixtureRequest, client: Client, browse: Browse, walled_article: Article, reader: str
) -> None:
    if reader != "stranger":
        browse(request.getfixturevalue(reader))

    assert "/account/gifts/" not in text_of(client, walled_article.get_absolute_url())
    assert offer(client, walled_article) == (302 if reader == "stranger" else 403)
    assert not GiftLink.objects.exists()
    if reader != "stranger":
        assert "Seuls les abonnés offrent" in text_of(client, "/account/gifts/")


def test_a_reader_in_grace_offers_too(settings: Settings, browse: Browse, walled_article: Article, david: User) -> None:
    settings.GRACE_DAYS = 3

    assert offer(browse(david), walled_article) == 303


def test_what_everybody_reads_is_not_offered(browse: Browse, free_article: Article, alice: User) -> None:
    assert "/account/gifts/" not in text_of(browse(alice), free_article.get_absolute_url())
    assert offer(browse(alice), free_article) == 403


@pytest.mark.parametrize("article", ["", "x", "999999", "9" * 40, "-1", "²"])
def test_what_is_not_there_is_not_offered(browse: Browse, alice: User, article: str) -> None:
    assert browse(alice).post("/account/gifts/", {"article": article}).status_code == 404


def test_a_draft_is_not_offered(browse: Browse, draft_article: Article, alice: User) -> None:
    assert offer(browse(alice), draft_article) == 404


def test_the_same_article_offered_again_is_the_same_link(browse: Browse, gift: GiftLink, alice: User) -> None:
    assert offer(browse(alice), gift.article) == 303
    assert GiftLink.objects.get() == gift


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_once_dead_the_same_article_is_another_gift(
    gift: GiftLink, walled_article: Article, alice: User, how: str
) -> None:
    if how == "revoked":
        gift.revoke(by=alice)
    else:
        GiftLink.objects.update(expires_at=timezone.now())

    again = GiftLink.objects.offer(walled_article, by=alice)

    assert again != gift
    assert again.token != gift.token
    assert GiftLink.objects.offered_this_month(alice, timezone.now()) == 2


def test_two_subscribers_give_each_a_link_of_their_own(gift: GiftLink, basile: User) -> None:
    other = GiftLink.objects.offer(gift.article, by=basile)
    gift.revoke(by=gift.giver)

    assert other != gift
    assert GiftLink.objects.living().get() == other


def test_the_eleventh_of_a_month_is_not_given_and_the_member_is_told(
    client: Client, browse: Browse, clock: Clock, politics: Section, alice: User
) -> None:
    clock.now = datetime(2026, 6, 30, 21, tzinfo=UTC)
    alice.subscriptions.update(starts_at=clock.now - 9 * DAY)
    articles = [factories.article(politics, f"Cadeau {number}") for number in range(GIFTS_A_MONTH + 1)]
    browse(alice)
    for article in articles[:GIFTS_A_MONTH]:
        assert offer(client, article) == 303
    # To take one back gives nothing back.
    GiftLink.objects.get(article=articles[0]).revoke(by=alice)

    answer = client.post("/account/gifts/", {"article": articles[-1].pk})

    assert answer.status_code == 429
    # An hour before midnight in Paris.
    assert answer.headers["Retry-After"] == "3601"
    assert "Vous avez offert 10 articles ce mois-ci" in answer.content.decode()
    assert offer(client, articles[1]) == 303
    clock.wait(hours=1)
    assert offer(client, articles[-1]) == 303


# The list


def test_the_list_shows_one_s_own_gifts_with_what_became_of_them(
    browse: Browse, client: Client, gift: GiftLink, basile: User, alice: User, politics: Section
) -> None:
    of_another = GiftLink.objects.offer(factories.article(politics, "Celui de Basile"), by=basile)
    expired = GiftLink.objects.offer(factories.article(politics, "Expiré"), by=alice)
    GiftLink.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - DAY)
    for _reader in range(2):
        Client().get(gift.get_absolute_url())

    answer = browse(alice).get("/account/gifts/")

    page = " ".join(answer.content.decode().split())
    assert "no-store" in answer.headers["Cache-Control"]
    assert "ouvert 2 fois" in page
    assert f'id="gift-{expired.pk}" data-state="expired"' in page
    assert gift.token in page
    assert expired.token not in page
    assert of_another.article.headline not in page
    assert '<a href="/account/gifts/" aria-current="page">' in page


def test_its_giver_takes_a_link_back(browse: Browse, client: Client, gift: GiftLink, alice: User) -> None:
    browse(alice)
    for _click in range(2):
        answer = client.post(f"/account/gifts/{gift.pk}/revocation/", follow=True)
        assert answer.redirect_chain == [("/account/gifts/", 303)]

    assert f'id="gift-{gift.pk}" data-state="revoked"' in answer.content.decode()
    assert gift.token not in answer.content.decode()
    assert Entry.objects.filter(action="gift.revoked", actor=alice).count() == 1
    assert SECRET not in text_of(Client(), gift.get_absolute_url())


def test_nobody_takes_the_link_of_another_back(browse: Browse, gift: GiftLink, basile: User, edith: User) -> None:
    for other in (basile, edith):
        assert browse(other).post(f"/account/gifts/{gift.pk}/revocation/").status_code == 404
    assert SECRET in text_of(Client(), gift.get_absolute_url())


# Cost


def test_the_list_costs_the_same_however_many_there_are(
    browse: Browse, politics: Section, alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = browse(alice)
    for number in range(GIFTS_A_MONTH):
        GiftLink.objects.offer(factories.article(politics, f"Cadeau {number}"), by=alice)

    with django_assert_max_num_queries(7):
        client.get("/account/gifts/")
