"""`python -m tests.subscribers.stripe_fake PORT [--since-2025]`: localstripe, a fake of Stripe, with what it lacks.

It knows customers, subscriptions, invoices, payments, refunds and signed webhooks, but no checkout: here is one, which
a test pays as a reader would with a card that passes or fails. `--since-2025` gives invoices the shape they have since.
"""

import sys
from typing import Any

from aiohttp import web
from localstripe import resources, server
from localstripe.resources import Customer, Event, Invoice, PaymentMethod, Plan, Product, StripeObject, Subscription
from localstripe.webhooks import schedule_webhook

KEYS: dict[str, str] = {}


class Session(StripeObject):  # type: ignore[misc]  # localstripe says nothing of its types
    """A checkout."""

    object = "checkout.session"
    _id_prefix = "cs_"

    def __init__(self, **asked: Any) -> None:
        super().__init__()
        self.asked = asked
        self.mode = asked["mode"]
        self.client_reference_id = asked["client_reference_id"]
        self.subscription: str | None = None
        self.url = f"https://checkout.stripe.example/{self.id}"


def answer(data: dict[str, Any]) -> web.Response:
    """Return the data as the fake answers with it."""
    response: web.Response = server.json_response(data)
    return response


async def create(request: web.Request) -> web.Response:
    """Open a checkout, or return the one opened with the same key."""
    key = request.headers.get("Idempotency-Key", "")
    if key not in KEYS:
        KEYS[key] = Session(**await server.get_post_data(request)).id
    return answer(Session._api_retrieve(KEYS[key])._export())


def give_card(customer: Customer, number: str) -> None:
    """Let the customer pay with that card from now on."""
    card = PaymentMethod(type="card", card={"number": number, "exp_month": "12", "exp_year": "2040", "cvc": "123"})
    PaymentMethod._api_attach(card.id, customer=customer.id)
    customer._update(invoice_settings={"default_payment_method": card.id})


async def refuse_renewal(request: web.Request) -> web.Response:
    """Have the bank refuse the next invoice of a subscription, and tell of it."""
    subscription = Subscription._api_retrieve(request.match_info["id"])
    give_card(Customer._api_retrieve(subscription.customer), request.query["card"])
    subscription._create_invoice()
    [invoice] = [one for one in Invoice._api_list_all(None, subscription=subscription.id)._list if one.status == "open"]
    invoice._on_payment_failure_now()
    return answer(invoice._export())


async def pay(request: web.Request) -> web.Response:
    """Go through a checkout with a card: its customer, subscription and first invoice are made, and told of."""
    session = Session._api_retrieve(request.match_info["id"])
    line = session.asked["line_items"][0]["price_data"]
    customer = Customer(email=session.asked["customer_email"])
    give_card(customer, request.query["card"])
    product = Product(name=line["product_data"]["name"])
    plan = Plan(
        product=product.id,
        amount=line["unit_amount"],
        currency=line["currency"],
        interval=line["recurring"]["interval"],
        id=f"plan-{session.id}",
    )
    metadata = session.asked["subscription_data"]["metadata"]
    made = Subscription(customer=customer.id, items=[{"plan": plan.id}], metadata=metadata)
    session.subscription = made.id
    schedule_webhook(Event("checkout.session.completed", session))
    return answer(made._export())


def payments_of_invoice(request: web.Request) -> web.Response:
    """List the payments of an invoice, as Stripe does since 2025."""
    invoice = Invoice._api_retrieve(request.query["invoice"])
    payment = {"id": "inpay_1", "object": "invoice_payment", "payment": {"payment_intent": invoice.payment_intent}}
    return answer({"object": "list", "data": [payment], "has_more": False, "url": "/"})


def shaped(export: Any, *, since_2025: bool) -> Any:
    """Return what exports an invoice with what localstripe leaves out of it, in the shape of before or since 2025."""

    def exported(self: Invoice, expand: list[str] | None = None) -> dict[str, Any]:
        data: dict[str, Any] = export(self, expand)
        data["billing_reason"] = "subscription_create"
        metadata = Subscription._api_retrieve(self.subscription).metadata if self.subscription else {}
        if not since_2025:
            return data | {"subscription_details": {"metadata": metadata}}
        data.pop("payment_intent")
        details = {"subscription": data.pop("subscription"), "metadata": metadata}
        return data | {"parent": {"type": "subscription_details", "subscription_details": details}}

    return exported


def main() -> None:
    """Serve, on the port that is named."""
    server.app.router.add_post("/v1/checkout/sessions", create)
    server.app.router.add_get("/v1/invoice_payments", payments_of_invoice)
    server.app.router.add_get("/_config/pay/{id}", pay)
    server.app.router.add_get("/_config/refuse/{id}", refuse_renewal)
    Invoice._export = shaped(Invoice._export, since_2025="--since-2025" in sys.argv)
    resources.store.dump_to_disk = lambda: None
    web.run_app(server.app, host="127.0.0.1", port=int(sys.argv[1]), print=None)


if __name__ == "__main__":
    main()
