"""Stripe: its own checkout page, its own tries to draw a renewal, and what it tells, signed.

Stripe's shapes changed in 2025 (an invoice names its subscription elsewhere, and its payment no more): a webhook keeps
the version it was made with, so both are read.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import stripe
from django.conf import settings
from django.urls import reverse

from newsroom.lib.addresses import absolute
from newsroom.subscribers.payment.event import Event, Kind
from newsroom.subscribers.payment.provider import STRIPE, Unreachable, Unsigned

if TYPE_CHECKING:
    from newsroom.subscribers.models import Payment
    from newsroom.subscribers.models.order_table import OrderTable

SIGNATURE = "Stripe-Signature"
TOLERANCE_SECONDS = 300
# A reader waits for the checkout's address.
TIMEOUT_SECONDS = 10
# Invoices for a period, the first and those that follow; others (a change made at Stripe's desk) open nothing.
PERIODIC = {"subscription_create", "subscription_cycle"}

type Data = Mapping[str, Any]


class Stripe:
    """Takes money through the account whose keys the settings hold."""

    name = STRIPE

    def checkout(self, order: "OrderTable") -> str:
        """Open a checkout of Stripe's; asked again with the same order, Stripe answers with the same one."""
        back = absolute(reverse("subscription"))
        price: Any = {
            "currency": order.currency.lower(),
            "unit_amount": order.price_cents,
            "recurring": {"interval": order.period},
            "product_data": {"name": f"{settings.SITE_NAME} – {order.plan_name}"},
        }
        ours = {"order": order.reference}
        session = _asked(
            lambda: _client().v1.checkout.sessions.create(
                params={
                    "mode": "subscription",
                    "line_items": [{"quantity": 1, "price_data": price}],
                    "client_reference_id": order.reference,
                    "metadata": ours,
                    "subscription_data": {"metadata": ours},
                    "customer_email": order.user.email,
                    "success_url": back,
                    "cancel_url": absolute(reverse("order", args=[order.plan.slug])),
                },
                options={"idempotency_key": f"checkout-{order.reference}"},
            )
        )
        if not session.url:
            raise Unreachable
        return session.url

    def read(self, body: bytes, headers: Mapping[str, str]) -> Event | None:
        try:
            stripe.WebhookSignature.verify_header(
                body.decode(), headers.get(SIGNATURE, ""), settings.STRIPE_WEBHOOK_SECRET, TOLERANCE_SECONDS
            )
            told = json.loads(body)
        except (stripe.SignatureVerificationError, ValueError) as error:
            raise Unsigned from error
        read = READERS.get(told.get("type", ""))
        facts = read(told["data"]["object"]) if read else None
        if not facts or not (facts["order"] or facts["subscription"]):
            return None
        return Event(id=told["id"], happened_at=_moment(told["created"]), **facts)

    def set_renewal(self, order: "OrderTable", *, renews: bool) -> None:
        reference = order.provider_subscription or ""
        _asked(lambda: _client().v1.subscriptions.update(reference, params={"cancel_at_period_end": not renews}))

    def stop(self, order: "OrderTable") -> None:
        if order.provider_subscription:
            reference = order.provider_subscription
            _asked(lambda: _client().v1.subscriptions.cancel(reference), done=_is_gone)

    def refund(self, payment: "Payment") -> None:
        if payment.amount_cents == 0:
            return
        intent = _asked(lambda: _intent(payment.reference))
        _asked(
            lambda: _client().v1.refunds.create(
                params={"payment_intent": intent}, options={"idempotency_key": f"refund-{payment.reference}"}
            ),
            done=lambda error: error.code == "charge_already_refunded",
        )


def _client() -> stripe.StripeClient:
    return stripe.StripeClient(
        settings.STRIPE_SECRET_KEY,
        base_addresses={"api": settings.STRIPE_ADDRESS},
        http_client=stripe.RequestsClient(timeout=TIMEOUT_SECONDS),
        max_network_retries=1,
    )


def _asked[Answer](act: Callable[[], Answer], done: Callable[[stripe.StripeError], bool] | None = None) -> Answer:
    """Return what Stripe answers; raise Unreachable for an error, unless it says that the thing is done already."""
    try:
        return act()
    except stripe.StripeError as error:
        if done and done(error):
            return None  # type: ignore[return-value]  # nobody looks at the answer of what was done before
        raise Unreachable(str(error)) from error


def _is_gone(error: stripe.StripeError) -> bool:
    return error.http_status == 404


def _intent(invoice: str) -> str:
    """Return the payment of an invoice: named by the invoice itself, or by a list of its own since 2025."""
    found = _client().v1.invoices.retrieve(invoice).to_dict().get("payment_intent")
    if found:
        return str(found)
    payments = _client().v1.invoice_payments.list(params={"invoice": invoice, "status": "paid"})
    return str(payments.data[0].payment.payment_intent)


def _completed(session: Data) -> dict[str, Any] | None:
    if session.get("mode") != "subscription":
        return None
    order = session.get("client_reference_id") or ""
    return {"kind": Kind.LINKED, "order": order, "subscription": session.get("subscription") or ""}


def _paid(invoice: Data) -> dict[str, Any] | None:
    if invoice.get("billing_reason") not in PERIODIC:
        return None
    periods = [line["period"] for line in invoice["lines"]["data"] if line["period"]["end"] > line["period"]["start"]]
    if not periods:
        return None
    last = max(periods, key=lambda period: int(period["end"]))
    return _of_invoice(invoice) | {
        "kind": Kind.PAID,
        "amount_cents": invoice["amount_paid"],
        "period_starts_at": _moment(last["start"]),
        "period_ends_at": _moment(last["end"]),
    }


def _failed(invoice: Data) -> dict[str, Any]:
    next_try = invoice.get("next_payment_attempt")
    return _of_invoice(invoice) | {"kind": Kind.FAILED, "next_try_at": _moment(next_try) if next_try else None}


def _of_invoice(invoice: Data) -> dict[str, Any]:
    """Return what every event of an invoice has, in the shapes before and since 2025."""
    details = (invoice.get("parent") or {}).get("subscription_details") or invoice.get("subscription_details") or {}
    return {
        "order": (details.get("metadata") or {}).get("order", ""),
        "subscription": details.get("subscription") or invoice.get("subscription") or "",
        "payment": invoice["id"],
        "currency": invoice["currency"].upper(),
    }


def _updated(subscription: Data) -> dict[str, Any] | None:
    cancelled = subscription.get("cancel_at_period_end") or subscription.get("cancel_at")
    return _of_subscription(Kind.CANCELLED)(subscription) if cancelled else None


def _of_subscription(kind: Kind) -> Callable[[Data], dict[str, Any]]:
    def read(subscription: Data) -> dict[str, Any]:
        order = (subscription.get("metadata") or {}).get("order", "")
        return {"kind": kind, "order": order, "subscription": subscription["id"]}

    return read


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)


READERS: dict[str, Callable[[Data], dict[str, Any] | None]] = {
    "checkout.session.completed": _completed,
    "invoice.paid": _paid,
    # The same under an older name: a payment told twice is one.
    "invoice.payment_succeeded": _paid,
    "invoice.payment_failed": _failed,
    "customer.subscription.updated": _updated,
    "customer.subscription.deleted": _of_subscription(Kind.ENDED),
}
