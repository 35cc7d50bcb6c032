"""A subscription runs by the clock, is granted and revoked by verbs, and leaves entries."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from pytest_django import Settings

from newsroom.audit.models import Entry
from newsroom.subscribers.models import Plan, Subscription, User
from newsroom.subscribers.models.subscription import AlreadyRevoked

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
State = Subscription.State


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "revoked_at", "state"),
    [
        (NOW - HOUR, None, None, State.RUNNING),
        (NOW - HOUR, NOW + HOUR, None, State.RUNNING),
        (NOW, None, None, State.RUNNING),
        (NOW - HOUR, NOW, None, State.OVER),
        (NOW + HOUR, None, None, State.AHEAD),
        (NOW - HOUR, None, NOW, State.REVOKED),
        (NOW + HOUR, None, NOW, State.REVOKED),
    ],
)
def test_the_clock_says_what_a_subscription_is(
    chloe: User, starts_at: datetime, ends_at: datetime | None, revoked_at: datetime | None, state: State
) -> None:
    subscription = Subscription.objects.create(user=chloe, starts_at=starts_at, ends_at=ends_at, revoked_at=revoked_at)

    assert subscription.state(NOW) == state
    assert Subscription.objects.running(NOW).exists() == (state == State.RUNNING)
    assert chloe.subscription_runs(NOW) == (state == State.RUNNING)


@pytest.mark.parametrize(
    ("ends_at", "last_day"),
    [
        (None, None),
        # Midnight in Paris, in summer and in winter.
        (datetime(2026, 6, 30, 22, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 12, 31, 23, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 6, 30, 12, tzinfo=UTC), date(2026, 6, 30)),
    ],
)
def test_the_last_day_is_the_paper_s(ends_at: datetime | None, last_day: date | None) -> None:
    assert Subscription(ends_at=ends_at).last_day == last_day


def test_a_grant_says_who_gave_what(chloe: User, paul: User) -> None:
    Subscription(user=chloe).grant(by=paul)

    assert chloe.subscription_runs()
    entry = Entry.objects.get(action="subscription.granted")
    assert (entry.actor, entry.detail["user"], entry.detail["ends_at"]) == (paul, chloe.pk, None)


def test_a_grant_that_ends_before_it_starts_leaves_nothing(chloe: User, paul: User) -> None:
    now = timezone.now()

    with pytest.raises(ValidationError):
        Subscription(user=chloe, starts_at=now, ends_at=now - HOUR).grant(by=paul)
    assert not Subscription.objects.exists()
    assert not Entry.objects.filter(action="subscription.granted").exists()


def test_a_revocation_ends_the_right_at_once_and_is_recorded_once(alice: User, paul: User) -> None:
    subscription = alice.subscriptions.get()
    seen_by_another = Subscription.objects.get(pk=subscription.pk)

    subscription.revoke(by=paul)

    assert not alice.subscription_runs()
    with pytest.raises(AlreadyRevoked):
        seen_by_another.revoke(by=paul)
    assert Entry.objects.filter(action="subscription.revoked", actor=paul).count() == 1


@pytest.mark.parametrize(
    ("cents", "currency", "printed"),
    [(990, "EUR", "€9.90"), (900, "EUR", "€9"), (0, "EUR", "€0"), (123_456, "USD", "$1,234.56"), (500, "CHF", "CHF5")],
)
def test_a_price_is_printed_as_the_language_has_it(settings: Settings, cents: int, currency: str, printed: str) -> None:
    settings.LANGUAGE_CODE = "en"

    assert Plan(price_cents=cents, currency=currency).price == printed


@pytest.mark.parametrize("currency", ["eur", "EURO", "€", "EUR\n"])
def test_a_currency_is_three_capital_letters(currency: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Plan(name="Mensuel", slug="mensuel", price_cents=900, currency=currency).clean_fields()
    assert "currency" in refused.value.error_dict
