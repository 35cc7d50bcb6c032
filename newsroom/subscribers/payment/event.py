"""What a provider tells of an order, in words that are no provider's own."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self


class Kind(StrEnum):
    """What happened."""

    # The reader went through the checkout: from now on the provider's own reference stands for the order.
    LINKED = "linked"
    # A period is paid.
    PAID = "paid"
    # A payment was refused; the provider may try again.
    FAILED = "failed"
    # The renewal was stopped at the provider's own desk.
    CANCELLED = "cancelled"
    # The provider will draw nothing more.
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, dated by the provider: in which order events arrive says nothing."""

    id: str
    kind: Kind
    happened_at: datetime
    # Our own reference, empty where the provider gives its own alone.
    order: str = ""
    # The provider's references: of the renewing order, and of one payment of it.
    subscription: str = ""
    payment: str = ""
    amount_cents: int = 0
    currency: str = ""
    period_starts_at: datetime | None = None
    period_ends_at: datetime | None = None
    next_try_at: datetime | None = None

    def facts(self) -> dict[str, Any]:
        """Return what is kept of it, fit for JSON: what `of_facts` needs, and nothing of the person."""
        moments = {name: moment.isoformat() for name in MOMENTS if (moment := getattr(self, name))}
        texts = {name: value for name in TEXTS if (value := getattr(self, name))}
        return texts | moments

    @classmethod
    def of_facts(cls, id_: str, kind: str, facts: dict[str, Any]) -> Self:
        """Return the event that was kept."""
        fields: dict[str, Any] = {name: facts[name] for name in TEXTS if name in facts}
        fields |= {name: datetime.fromisoformat(facts[name]) for name in MOMENTS if name in facts}
        return cls(id=id_, kind=Kind(kind), **fields)


MOMENTS = ("happened_at", "period_starts_at", "period_ends_at", "next_try_at")
TEXTS = ("order", "subscription", "payment", "amount_cents", "currency")
