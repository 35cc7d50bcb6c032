"""The only door for what the payment providers tell, and the day's chores of orders."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from newsroom.subscribers import errands
from newsroom.subscribers.models import Order, PaymentEvent, Plan, User

if TYPE_CHECKING:
    from newsroom.subscribers.payment.provider import Provider


def checkout(user: User, plan: Plan, taker: "Provider") -> str:
    """Return the address at which the reader pays the plan, the same for two clicks.

    Raises AlreadySubscribed, and Unreachable.
    """
    order = Order.objects.place(user, plan, provider=taker.name)
    return order.checkout_url or order.keep_checkout(taker.checkout(order))


def queue_notices(now: datetime | None = None) -> None:
    """Queue the notices of renewal that are due."""
    for order in Order.objects.due_for_notice(now).iterator():
        errands.remind.enqueue(order.pk)


def take_up(now: datetime | None = None) -> None:
    """Give to their orders the events that came before these were known."""
    PaymentEvent.objects.take_up(now)


def receive(provider: "Provider", body: bytes, headers: Mapping[str, str]) -> bool:
    """Take in what the provider told; return whether it was new. Raise Unsigned, and keep nothing."""
    event = provider.read(body, headers)
    return event is not None and PaymentEvent.objects.take(provider.name, event)
