"""What a reader and a provider do to one order at the same moment."""

from collections.abc import Callable

import pytest

from newsroom.subscribers import payments
from newsroom.subscribers.models import EndingRequest, Order, PaymentEvent, StaleOrder, User
from newsroom.subscribers.payment.event import Event, Kind
from newsroom.subscribers.payment.provider import named
from tests.comments.test_simultaneous import at_once
from tests.subscribers.ordering import event, months_ago, paid, placed, plan, tell, told_of

pytestmark = pytest.mark.django_db(transaction=True)


def telling(told: Event) -> Callable[[], bool]:
    return lambda: tell(told)


def test_the_same_word_of_the_provider_ten_times_at_once_is_one(chloe: User) -> None:
    order = placed(chloe)
    told = event(order)

    answers = at_once(*[telling(told)] * 10)

    assert sorted(answers) == [False] * 9 + [True]
    assert order.payments.count() == chloe.subscriptions.count() == 1
    assert told_of(order) == ["payment"]


def test_two_events_of_one_payment_at_once_open_one_period(chloe: User) -> None:
    order = placed(chloe)

    at_once(*[telling(event(order, payment="in_1")) for _time in range(6)])

    assert order.payments.count() == chloe.subscriptions.count() == 1
    assert told_of(order) == ["payment"]


@pytest.mark.parametrize("_time", range(3))
def test_a_renewal_and_a_cancellation_at_once_both_count(chloe: User, _time: int) -> None:
    order = paid(chloe, starts_at=months_ago(1))
    assert order.paid_until

    at_once(telling(event(order, starts_at=order.paid_until)), lambda: Order.objects.get(pk=order.pk).cancel(by=chloe))

    after = Order.objects.get(pk=order.pk)
    assert after.paid_until == order.period_after(order.paid_until)
    assert not after.renews
    assert sorted(told_of(order)) == ["cancellation", "payment", "payment"]
    assert chloe.subscriptions.count() == 2


@pytest.mark.parametrize("_time", range(3))
def test_of_a_renewal_and_a_renunciation_at_once_nothing_stays_open_or_unreturned(chloe: User, _time: int) -> None:
    order = paid(chloe)
    assert order.paid_until

    at_once(
        telling(event(order, happened_at=order.paid_at, starts_at=order.paid_until)),
        lambda: Order.objects.get(pk=order.pk).renounce(by=chloe),
    )

    assert not chloe.subscriptions.filter(revoked_at=None).exists()
    assert not order.payments.filter(refunded_at=None).exists()


def test_ten_cancellations_at_once_are_one(chloe: User) -> None:
    order = paid(chloe)

    def cancel() -> str:
        try:
            Order.objects.get(pk=order.pk).cancel(by=chloe)
        except StaleOrder:
            return "too late"
        return "cancelled"

    assert sorted(at_once(*[cancel] * 10)) == ["cancelled"] + ["too late"] * 9
    assert told_of(order).count("cancellation") == 1


def test_ten_clicks_at_once_are_one_order_and_one_checkout(chloe: User) -> None:
    monthly, taker = plan(), named("test")

    places = at_once(*[lambda: payments.checkout(chloe, monthly, taker)] * 10)

    assert len(set(places)) == 1
    assert Order.objects.count() == 1


def test_a_request_done_by_two_workers_is_done_once(chloe: User) -> None:
    order = paid(chloe)
    request = EndingRequest.objects.create(kind="cancellation", email=chloe.email)

    at_once(*[lambda: EndingRequest.objects.get(pk=request.pk).fulfil()] * 4)

    assert told_of(order).count("cancellation") == 1


def test_two_workers_take_up_what_waits_once(chloe: User) -> None:
    order = placed(chloe)
    tell(event(order, order="", subscription="sub-x"))
    tell(event(order, Kind.LINKED, subscription="sub-x"))

    at_once(*[payments.take_up] * 4)

    assert chloe.subscriptions.count() == 1
    assert not PaymentEvent.objects.filter(order=None).exists()
