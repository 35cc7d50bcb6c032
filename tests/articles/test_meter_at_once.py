"""The meter of one member, whose tabs all open at the same moment."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles import meter
from articles.models import Article, MeterReading
from newsroom.subscribers.models import User
from tests.articles.metering import click
from tests.articles.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def tab(member: User) -> Client:
    """Return a tab of the member's browser."""
    client = Client()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    return client


def opening(client: Client, article: Article) -> Callable[[], None]:
    """Return the click that opens the article."""

    def press() -> None:
        assert click(client, article) == 303

    return press


@pytest.mark.parametrize("_time", range(3))
def test_of_two_tabs_that_open_the_last_one_at_once_one_wins(
    settings: Settings, metered: list[Article], chloe: User, _time: int
) -> None:
    settings.METER = 3
    MeterReading.objects.open(chloe, [one.pk for one in metered[:2]])
    clicks = [opening(tab(chloe), one) for one in metered[2:]]

    assert at_once(*clicks) == [""] * 4

    assert MeterReading.objects.count() == 3


def test_one_article_opened_in_many_tabs_at_once_counts_once(
    settings: Settings, metered: list[Article], chloe: User
) -> None:
    settings.METER = 3
    clicks = [opening(tab(chloe), metered[0]) for _tab in range(6)]

    assert at_once(*clicks) == [""] * 6

    assert MeterReading.objects.count() == 1


def test_cookies_merged_at_once_open_no_more_than_a_month_holds(
    settings: Settings, metered: list[Article], chloe: User
) -> None:
    settings.METER = 3

    def merging(articles: list[Article]) -> Callable[[], None]:
        client = tab(chloe)
        client.cookies[meter.COOKIE] = meter.cookie([one.pk for one in articles], timezone.now())

        def look() -> None:
            assert client.get("/").status_code == 200

        return look

    assert at_once(merging(metered[:3]), merging(metered[3:]), merging(metered[1:4])) == [""] * 3

    assert MeterReading.objects.count() == 3
