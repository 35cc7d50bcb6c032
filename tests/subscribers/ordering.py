"""Orders for the tests: placed, paid and told of through the doors that readers and providers use."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from newsroom.lib.dates import months_later
from newsroom.subscribers.models import Order, PaymentEvent, Plan, User
from newsroom.subscribers.payment.event import Event, Kind

_numbers = count(1)
DAY = timedelta(days=1)


def plan(slug: str = "mensuel", **fields: Any) -> Plan:
    """Return the plan of that slug, by the month unless told otherwise."""
    made, _is_new = Plan.objects.get_or_create(
        slug=slug, defaults={"name": slug.capitalize(), "price_cents": 990, **fields}
    )
    return made


def placed(user: User, of: Plan | None = None) -> Order:
    """Return the reader's order, not paid yet."""
    return Order.objects.place(user, of or plan(), provider="test")


def event(order: Order, kind: Kind = Kind.PAID, /, **fields: Any) -> Event:
    """Return what a provider tells of the order: the period that starts now is paid, unless told otherwise."""
    number = next(_numbers)
    starts_at: datetime = fields.pop("starts_at", None) or datetime.now(UTC)
    told: dict[str, Any] = {
        "id": f"event-{number}",
        "kind": kind,
        "happened_at": starts_at,
        "order": order.reference,
        "subscription": f"sub-{order.reference}",
        "payment": f"payment-{number}",
        "amount_cents": order.price_cents,
        "currency": order.currency,
        "period_starts_at": starts_at,
        "period_ends_at": order.period_after(starts_at),
    }
    return Event(**told | fields)


def tell(told: Event) -> bool:
    """Let the provider tell it; return whether it was new."""
    return PaymentEvent.objects.take("test", told)


def paid(user: User, of: Plan | None = None, **fields: Any) -> Order:
    """Return the reader's order, with its first period paid."""
    order = placed(user, of)
    tell(event(order, **fields))
    order.refresh_from_db()
    return order


def months_ago(months: int) -> datetime:
    """Return the moment that many months before now."""
    return months_later(datetime.now(UTC), -months)


def told_of(order: Order) -> list[str]:
    """Return the kinds of the letters about the order, the first first."""
    return list(order.letters.order_by("id").values_list("kind", flat=True))


type Act = Callable[[], object]
