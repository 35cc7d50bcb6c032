"""Days of grace: for how long a subscription that ended still opens the paper, and what its reader is told."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from articles.models import Article, Section
from comments import rights
from comments.models import Discussion
from newsroom.subscribers.models import Subscription, User
from tests import factories
from tests.factories import SECRET

type Browse = Callable[[User], Client]

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
OVER = "Votre abonnement a pris fin le"


@pytest.mark.parametrize(
    ("grace", "ends_at", "revoked", "runs"),
    [
        (0, NOW + SECOND, False, True),
        (0, NOW, False, False),
        (0, NOW - SECOND, False, False),
        (3, NOW, False, True),
        (3, NOW - 3 * DAY + SECOND, False, True),
        (3, NOW - 3 * DAY, False, False),
        (3, NOW - DAY, True, False),
        (3, NOW + DAY, True, False),
        (3, None, True, False),
    ],
)
def test_a_subscription_opens_the_paper_to_the_last_second_of_its_grace(
    settings: Settings, chloe: User, grace: int, ends_at: datetime | None, revoked: bool, runs: bool
) -> None:
    settings.GRACE_DAYS = grace
    dates = {"starts_at": NOW - 30 * DAY, "ends_at": ends_at, "revoked_at": NOW if revoked else None}
    subscription = Subscription.objects.create(user=chloe, **dates)

    assert chloe.subscription_runs(NOW) == runs
    assert subscription.in_grace(NOW) == (runs and ends_at is not None and ends_at <= NOW)


def test_a_subscription_that_starts_later_opens_nothing_yet(settings: Settings, chloe: User) -> None:
    settings.GRACE_DAYS = 3
    Subscription.objects.create(user=chloe, starts_at=NOW + SECOND)

    assert not chloe.subscription_runs(NOW)


def test_who_is_read_by_their_number_brings_the_one_that_opens_the_paper_longest(
    settings: Settings, chloe: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.GRACE_DAYS = 3
    now = timezone.now()
    assert User.objects.get(pk=chloe.pk).opening_subscription is None

    Subscription.objects.create(user=chloe, starts_at=now - 60 * DAY, ends_at=now - 4 * DAY)
    assert User.objects.get(pk=chloe.pk).opening_subscription is None

    late = Subscription.objects.create(user=chloe, starts_at=now - 60 * DAY, ends_at=now - DAY)
    reader = User.objects.get(pk=chloe.pk)
    with django_assert_num_queries(0):
        found = reader.opening_subscription
        assert found == late
        assert (found.in_grace(), found.last_day_of_grace) == (True, late.last_day_of_grace)

    endless = Subscription.objects.create(user=chloe, starts_at=now - DAY)
    Subscription.objects.create(user=chloe, starts_at=now - DAY, ends_at=now + DAY)
    assert User.objects.get(pk=chloe.pk).opening_subscription == endless
    assert chloe.opening_subscription == endless


def test_one_that_runs_hides_the_grace_of_another(
    settings: Settings, browse: Browse, walled_article: Article, alice: User
) -> None:
    settings.GRACE_DAYS = 30
    Subscription.objects.create(user=alice, starts_at=timezone.now() - 60 * DAY, ends_at=timezone.now() - DAY)

    page = browse(alice).get(walled_article.get_absolute_url()).content.decode()

    assert SECRET in page
    assert OVER not in page


@pytest.mark.parametrize("address", ["article", "account"])
def test_a_reader_in_grace_is_told_until_when_they_read(
    settings: Settings, browse: Browse, walled_article: Article, david: User, address: str
) -> None:
    settings.GRACE_DAYS = 3
    last = timezone.localtime(timezone.now() + 2 * DAY)

    answer = browse(david).get(walled_article.get_absolute_url() if address == "article" else "/account/")
    page = " ".join(answer.content.decode().split())

    assert (SECRET in page) == (address == "article")
    assert OVER in page
    assert f"vous lisez encore tout jusqu’au {last.day} " in page.replace("1er ", "1 ")
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_reader_in_grace_may_take_another_subscription(settings: Settings, browse: Browse, david: User) -> None:
    settings.GRACE_DAYS = 3

    page = browse(david).get("/plans/").content.decode()

    assert "Vous avez déjà un abonnement." not in page
    assert '<a class="button" href="/plans/">' in page


def test_a_reader_in_grace_reacts_too(settings: Settings, free_article: Article, david: User) -> None:
    discussion = Discussion.objects.of(free_article)
    assert rights.of(david, free_article, discussion).refusal == rights.Reason.NO_SUBSCRIPTION

    settings.GRACE_DAYS = 3

    assert rights.of(david, free_article, discussion).may_react


def test_a_reader_in_grace_consumes_no_meter(
    settings: Settings,
    browse: Browse,
    politics: Section,
    david: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    settings.GRACE_DAYS = 3
    metered = factories.article(politics, "Au compteur", access="metered", body=factories.WALLED_BODY)
    client = browse(david)

    with django_assert_max_num_queries(20):
        assert SECRET in client.get(metered.get_absolute_url()).content.decode()
    assert not david.meter_readings.exists()
