"""The provider for trials: a page of ours that says so, where one lets a payment pass or fail. No money moves.

What it tells is signed and comes through the same door as what a real provider tells.
"""

import hashlib
import json
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse
from django.utils import timezone

from newsroom.subscribers.payment.event import Event, Kind
from newsroom.subscribers.payment.provider import TEST, Unsigned

if TYPE_CHECKING:
    from newsroom.subscribers.models import Order, Payment
    from newsroom.subscribers.models.order_table import OrderTable

SIGNATURE = "X-Trial-Signature"
TOLERANCE = timedelta(minutes=5)
# After a refusal it would be tried again then, as real providers do.
NEXT_TRY = timedelta(days=3)


class Trial:
    """Takes no money."""

    name = TEST

    def checkout(self, order: "OrderTable") -> str:
        return reverse("trial", args=[order.reference])

    def read(self, body: bytes, headers: Mapping[str, str]) -> Event:
        try:
            signed = _signer().unsign(headers.get(SIGNATURE, ""), max_age=TOLERANCE)
        except BadSignature as error:
            raise Unsigned from error
        if signed != _digest(body):
            raise Unsigned
        told = json.loads(body)
        return Event.of_facts(told["id"], told["kind"], told["facts"])

    def set_renewal(self, order: "OrderTable", *, renews: bool) -> None:
        """Nothing to tell: nothing is drawn by itself."""

    def stop(self, order: "OrderTable") -> None:
        """Nothing to tell: nothing is drawn by itself."""

    def refund(self, payment: "Payment") -> None:
        """Nothing to give back: nothing was taken."""

    def tell(self, order: "Order", kind: Kind, now: datetime | None = None) -> tuple[bytes, dict[str, str]]:
        """Return what is told of the order, and the headers that sign it: the next period is paid, or was refused."""
        now = now or timezone.now()
        starts_at = max(order.paid_until or now, now) if order.paid_at else now
        event = Event(
            id=f"trial-{uuid.uuid4()}",
            kind=kind,
            happened_at=now,
            order=order.reference,
            subscription=f"trial-{order.reference}",
            payment=f"{order.reference}-{order.payments.count() + 1}",
            amount_cents=order.price_cents,
            currency=order.currency,
            period_starts_at=starts_at,
            period_ends_at=order.period_after(starts_at),
            next_try_at=now + NEXT_TRY if kind == Kind.FAILED else None,
        )
        body = json.dumps({"id": event.id, "kind": event.kind, "facts": event.facts()}).encode()
        return body, {SIGNATURE: _signer().sign(_digest(body))}


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="newsroom.trial")
