"""A contract is cancelled, kept after all, or renounced: what stays open, what goes back, and what is written."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.formats import date_format

from newsroom.audit.models import Entry
from newsroom.subscribers import payments
from newsroom.subscribers.models import Letter, Order, StaleOrder, User
from newsroom.subscribers.payment.event import Kind
from tests.subscribers.ordering import DAY, event, months_ago, paid, placed, plan, tell, told_of

State = Order.State


def test_a_cancellation_leaves_open_what_is_paid_and_renews_no_more(chloe: User) -> None:
    order = paid(chloe)

    order.cancel(by=chloe)

    assert order.state() == State.CANCELLED
    assert not order.renews
    assert not Order.objects.get(pk=order.pk).provider_renews
    assert order.paid_until
    assert chloe.subscription_runs(order.paid_until - timedelta(seconds=1))
    assert not chloe.subscription_runs(order.paid_until)
    assert Entry.objects.get(action="order.cancelled").actor == chloe


def test_the_receipt_says_when_it_came_in_and_when_it_ends(chloe: User) -> None:
    order = paid(chloe, starts_at=datetime(2026, 6, 1, 10, tzinfo=UTC))

    order.cancel(by=chloe, at=datetime(2026, 6, 3, 12, 30, tzinfo=UTC))

    letter = order.letters.get(kind=Letter.Kind.CANCELLATION)
    assert "3 juin 2026 14:30 (CEST, UTC+02:00)" in letter.text
    assert "1er juillet 2026" in letter.text
    assert order.reference in letter.text
    assert [message.subject for message in mail.outbox][-1] == letter.subject
    assert mail.outbox[-1].body == letter.text
    assert mail.outbox[-1].to == [chloe.email]


def test_two_cancellations_are_one(chloe: User) -> None:
    order = paid(chloe)
    order.cancel(by=chloe)

    with pytest.raises(StaleOrder):
        Order.objects.get(pk=order.pk).cancel(by=chloe)

    assert told_of(order).count("cancellation") == 1


def test_an_order_that_is_not_paid_is_not_cancelled(chloe: User) -> None:
    with pytest.raises(StaleOrder):
        placed(chloe).cancel(by=chloe)


@pytest.mark.parametrize(
    ("wanted_in_days", "renews"),
    # What is paid lasts 28 to 31 days.
    [(0, False), (20, False), (45, True)],
)
def test_a_day_beyond_what_is_paid_lets_it_renew_until_then(chloe: User, wanted_in_days: int, renews: bool) -> None:
    order = paid(chloe)

    order.cancel(by=chloe, on=timezone.localdate() + timedelta(days=wanted_in_days))

    assert order.renews is renews
    assert order.state() == State.CANCELLED
    assert order.paid_until
    tell(event(order, starts_at=order.paid_until))
    order.refresh_from_db()
    assert not order.renews


def test_the_receipt_of_a_later_day_names_it(chloe: User) -> None:
    order = paid(chloe, starts_at=datetime(2026, 6, 1, 10, tzinfo=UTC))

    order.cancel(by=chloe, on=date(2026, 7, 14))

    assert "14 juillet 2026" in order.letters.get(kind=Letter.Kind.CANCELLATION).subject


def test_a_cancellation_is_taken_back_while_what_is_paid_lasts(chloe: User) -> None:
    order = paid(chloe)
    order.cancel(by=None)

    order.keep(by=None)

    assert order.renews
    assert told_of(order) == ["payment", "cancellation", "kept"]
    order.cancel(by=chloe)
    assert told_of(order).count("cancellation") == 2


def test_nothing_is_kept_that_is_over_or_was_not_cancelled(chloe: User) -> None:
    order = paid(chloe)
    with pytest.raises(StaleOrder):
        order.keep(by=chloe)
    Order.objects.filter(pk=order.pk).update(cancelled_at=timezone.now(), paid_until=timezone.now())
    with pytest.raises(StaleOrder):
        order.keep(by=chloe)


def test_a_renunciation_gives_everything_back_and_closes_at_once(chloe: User) -> None:
    order = paid(chloe)

    order.renounce(by=chloe)

    assert order.state() == State.RENOUNCED
    assert not chloe.subscription_runs()
    assert order.payments.get().refunded_at
    assert not order.renews
    assert told_of(order) == ["payment", "renunciation"]
    assert "9,90" in order.letters.get(kind=Letter.Kind.RENUNCIATION).text


def test_a_payment_that_comes_after_a_renunciation_opens_nothing_and_goes_back(chloe: User) -> None:
    order = paid(chloe)
    order.renounce(by=chloe)

    tell(event(order))

    assert not chloe.subscription_runs()
    assert not order.payments.filter(refunded_at=None).exists()


def test_a_cancelled_order_may_still_be_renounced(chloe: User) -> None:
    order = paid(chloe)
    order.cancel(by=chloe)
    tell(event(order, Kind.ENDED))

    order.renounce(by=chloe)

    assert order.state() == State.RENOUNCED


@pytest.mark.parametrize(("days", "allowed"), [(0, True), (14, True), (18, True), (19, False), (300, False)])
def test_fourteen_days_and_the_days_of_rest_that_may_follow(chloe: User, days: int, allowed: bool) -> None:
    order = paid(chloe, plan("annuel", period="year"), starts_at=timezone.now() - days * DAY)

    assert order.may_be_renounced() is allowed
    if not allowed:
        with pytest.raises(StaleOrder):
            order.renounce(by=chloe)
        assert chloe.subscription_runs()


# The notice of renewal


def yearly(user: User, *, months_left: float) -> Order:
    """Return an order by the year whose paid time ends in so many months."""
    return paid(user, plan("annuel", period="year"), starts_at=months_ago(12) + timedelta(days=30.4 * months_left))


@pytest.mark.parametrize(
    ("months_left", "written"), [(3.5, False), (2.5, False), (1.9, True), (1.1, True), (0.2, True)]
)
def test_the_notice_of_renewal_is_written_in_its_time_and_once(chloe: User, months_left: float, written: int) -> None:
    order = yearly(chloe, months_left=months_left)

    payments.queue_notices()
    payments.queue_notices()

    assert told_of(order).count("renewal") == written


def test_the_notice_boxes_the_last_day_to_refuse(chloe: User) -> None:
    order = yearly(chloe, months_left=1.5)
    payments.queue_notices()

    box = order.letters.get(kind=Letter.Kind.RENEWAL).text.split("=" * 70)[1]

    assert order.last_day
    assert f": {date_format(order.last_day)}\n" in box
    assert "/cancellation/" in box


def test_who_cancelled_meanwhile_is_not_told_of_a_renewal(chloe: User) -> None:
    order = yearly(chloe, months_left=1.5)
    order.cancel(by=chloe)

    payments.queue_notices()
    order.remind()

    assert "renewal" not in told_of(order)


def test_a_plan_by_the_month_has_no_notice(chloe: User) -> None:
    order = paid(chloe)

    payments.queue_notices()

    assert "renewal" not in told_of(order)
