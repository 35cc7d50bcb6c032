"""An order is paid, renews, fails and ends by what the provider tells, whatever the order and number of its words."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from newsroom.subscribers import payments
from newsroom.subscribers.models import Letter, Order, PaymentEvent, Subscription, User
from newsroom.subscribers.models.order import AlreadySubscribed
from newsroom.subscribers.payment.event import Kind
from tests.subscribers.ordering import DAY, event, months_ago, paid, placed, plan, tell, told_of

State = Order.State


def test_a_payment_opens_the_period_it_pays_and_no_more(chloe: User) -> None:
    order = paid(chloe)

    assert order.paid_until
    assert chloe.subscription_runs()
    assert chloe.subscription_runs(order.paid_until - timedelta(microseconds=1))
    assert not chloe.subscription_runs(order.paid_until)
    bought = chloe.subscriptions.get()
    assert (bought.source, bought.plan, bought.ends_at) == (Subscription.Source.PURCHASE, plan(), order.paid_until)
    assert order.state() == State.RENEWS


def test_an_order_that_is_not_paid_opens_nothing(chloe: User) -> None:
    order = placed(chloe)

    assert order.state() == State.OPEN
    assert not chloe.subscription_runs()
    assert not order.renews


@pytest.mark.parametrize("kind", [Kind.LINKED, Kind.FAILED, Kind.ENDED, Kind.CANCELLED])
def test_nothing_but_a_payment_opens_anything(chloe: User, kind: Kind) -> None:
    order = placed(chloe)

    tell(event(order, kind))

    assert not Subscription.objects.exists()
    assert told_of(order) == []


def test_the_same_event_twice_is_one(chloe: User) -> None:
    order = placed(chloe)
    told = event(order)

    assert [tell(told), tell(told)] == [True, False]

    assert order.payments.count() == chloe.subscriptions.count() == PaymentEvent.objects.count() == 1
    assert told_of(order) == ["payment"]


def test_the_same_payment_told_by_two_events_is_one(chloe: User) -> None:
    order = placed(chloe)

    assert [tell(event(order, payment="in_1")), tell(event(order, payment="in_1"))] == [True, True]

    assert chloe.subscriptions.count() == 1
    assert told_of(order) == ["payment"]


@pytest.mark.parametrize("sequence", list(permutations(range(4))))
def test_the_order_in_which_events_arrive_says_nothing(chloe: User, sequence: tuple[int, ...]) -> None:
    order = placed(chloe)
    start = months_ago(1)
    second = order.period_after(start)
    told = [
        event(order, Kind.LINKED, starts_at=start),
        event(order, starts_at=start),
        # Refused once, then paid: told late, the refusal is no news.
        event(order, Kind.FAILED, starts_at=second - DAY, payment="in_2"),
        event(order, starts_at=second, payment="in_2"),
    ]

    for place in sequence:
        tell(told[place])

    order.refresh_from_db()
    assert (order.paid_at, order.paid_until) == (start, order.period_after(second))
    assert sorted(chloe.subscriptions.values_list("starts_at", flat=True)) == [start, second]
    assert order.state() == State.RENEWS
    refusal_was_news = sequence.index(2) < sequence.index(3) and sequence.index(1) < sequence.index(2)
    assert told_of(order).count("failure") == refusal_was_news


def test_an_event_before_anybody_knows_whose_it_is_waits(chloe: User) -> None:
    order = placed(chloe)

    tell(event(order, order="", subscription="sub-x", payment="in_1"))
    payments.take_up()
    assert not chloe.subscription_runs()

    tell(event(order, Kind.LINKED, subscription="sub-x"))
    payments.take_up()
    payments.take_up()

    assert chloe.subscriptions.count() == 1
    assert not PaymentEvent.objects.filter(order=None).exists()


def test_what_is_told_of_nothing_of_ours_is_kept_and_moves_nothing(chloe: User) -> None:
    order = placed(chloe)

    assert tell(event(order, order="", subscription=""))

    assert PaymentEvent.objects.get().order is None
    assert not Subscription.objects.exists()


def test_another_provider_cannot_speak_of_the_order(chloe: User) -> None:
    PaymentEvent.objects.take("stripe", event(placed(chloe)))

    assert not chloe.subscription_runs()


def test_a_renewal_adds_a_period_and_touches_none(chloe: User) -> None:
    order = paid(chloe, starts_at=months_ago(1) + DAY)
    first = chloe.subscriptions.get()
    assert order.paid_until

    tell(event(order, starts_at=order.paid_until))

    first.refresh_from_db()
    assert first.ends_at == order.paid_until
    assert chloe.subscriptions.count() == 2
    order.refresh_from_db()
    assert chloe.subscription_runs(order.paid_until - timedelta(seconds=1))


def test_a_refused_renewal_is_told_with_its_dates_and_lapses_at_the_end(chloe: User) -> None:
    order = paid(chloe, starts_at=datetime(2026, 1, 10, 9, tzinfo=UTC))
    next_try = datetime(2026, 2, 13, 9, tzinfo=UTC)

    tell(event(order, Kind.FAILED, happened_at=datetime(2026, 2, 10, 9, tzinfo=UTC), next_try_at=next_try))

    letter = order.letters.get(kind=Letter.Kind.FAILURE)
    assert "13 février 2026" in letter.text
    assert "10 février 2026" in letter.text
    assert order.state(next_try) == State.LATE
    assert not chloe.subscription_runs(next_try)


def test_what_the_provider_ended_renews_no_more_and_keeps_what_is_paid(chloe: User) -> None:
    order = paid(chloe)

    tell(event(order, Kind.ENDED))

    order.refresh_from_db()
    assert order.state() == State.CANCELLED
    assert not order.renews
    assert chloe.subscription_runs()


def test_a_cancellation_at_the_provider_is_written_to_the_reader(chloe: User) -> None:
    order = paid(chloe)

    tell(event(order, Kind.CANCELLED, happened_at=timezone.now()))

    order.refresh_from_db()
    assert order.state() == State.CANCELLED
    assert told_of(order) == ["payment", "cancellation"]


def test_the_echo_of_a_cancellation_that_was_taken_back_cancels_nothing(chloe: User) -> None:
    order = paid(chloe)
    order.cancel(by=chloe)
    echo = event(order, Kind.CANCELLED, happened_at=timezone.now())
    order.keep(by=chloe)

    tell(echo)

    order.refresh_from_db()
    assert order.renews


# Placing


def test_two_clicks_are_one_order(chloe: User) -> None:
    assert placed(chloe) == placed(chloe)


def test_a_plan_that_changed_is_another_order(chloe: User) -> None:
    first = placed(chloe)
    dearer = plan()
    dearer.price_cents = 1290
    dearer.save()

    second = placed(chloe, dearer)

    first.refresh_from_db()
    assert (second.price_cents, first.price_cents) == (1290, 990)
    assert first.given_up_at
    # Its checkout may still stand somewhere: paid after all, it is a contract like another.
    tell(event(first))
    assert chloe.subscription_runs()


def test_who_subscribes_orders_nothing(alice: User) -> None:
    with pytest.raises(AlreadySubscribed):
        placed(alice)


def test_the_checkout_kept_first_is_the_one(chloe: User) -> None:
    order = placed(chloe)

    assert [order.keep_checkout("/a/"), order.keep_checkout("/b/")] == ["/a/", "/a/"]


@pytest.mark.parametrize(
    "fields",
    [
        {"cancelled_at": timezone.now()},
        {"renounced_at": timezone.now()},
        {"paid_until": timezone.now()},
        {"paid_at": timezone.now(), "cancel_on": timezone.localdate()},
    ],
)
def test_the_database_keeps_dates_that_make_no_sense_out(chloe: User, fields: dict[str, datetime]) -> None:
    order = placed(chloe)

    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(**fields)


def test_a_bought_subscription_has_its_payment(chloe: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.create(user=chloe, source=Subscription.Source.PURCHASE)
