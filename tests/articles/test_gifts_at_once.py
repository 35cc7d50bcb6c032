"""The gifts of one member, whose tabs all give at the same moment."""

from collections.abc import Callable

import pytest

from articles.models import Article, GiftLink, Section
from articles.models.gift_link import GIFTS_A_MONTH
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def offering(article: Article, giver: User) -> Callable[[], None]:
    """Return the deed of a tab."""

    def offer() -> None:
        GiftLink.objects.offer(article, by=giver)

    return offer


def test_no_eleventh_is_given_by_clicking_at_once(politics: Section, alice: User) -> None:
    articles = [factories.article(politics, f"Cadeau {number}") for number in range(GIFTS_A_MONTH + 3)]
    for article in articles[:7]:
        GiftLink.objects.offer(article, by=alice)

    failed = at_once(*[offering(one, alice) for one in articles[7:]])

    assert failed == [""] * 3 + ["NoGiftLeft"] * 3
    assert GiftLink.objects.count() == GIFTS_A_MONTH


def test_one_article_offered_in_many_tabs_at_once_is_one_link(walled_article: Article, alice: User) -> None:
    assert at_once(*[offering(walled_article, alice)] * 6) == [""] * 6

    assert GiftLink.objects.count() == 1


def test_readers_who_open_at_once_are_all_counted(walled_article: Article, alice: User) -> None:
    gift = GiftLink.objects.offer(walled_article, by=alice)

    assert at_once(*[gift.count_opening] * 8) == [""] * 8

    gift.refresh_from_db()
    assert gift.opened == 8


def test_a_link_taken_back_in_two_tabs_at_once_leaves_one_entry(walled_article: Article, alice: User) -> None:
    pk = GiftLink.objects.offer(walled_article, by=alice).pk

    def revoke() -> None:
        GiftLink.objects.get(pk=pk).revoke(by=alice)

    assert at_once(*[revoke] * 4) == [""] * 4

    assert Entry.objects.filter(action="gift.revoked").count() == 1
