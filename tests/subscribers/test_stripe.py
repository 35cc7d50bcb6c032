"""Stripe, asked and listened to: against a fake of it over HTTP, with webhooks signed as the SDK signs them."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.request import Request, urlopen

import pytest
import stripe
from django.test import Client
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from newsroom.subscribers import payments
from newsroom.subscribers.models import Order, PaymentEvent, User
from newsroom.subscribers.payment.event import Kind
from newsroom.subscribers.payment.provider import Unreachable, Unsigned
from newsroom.subscribers.payment.through_stripe import Stripe
from tests.running import free_port, wait_until
from tests.subscribers.ordering import plan, told_of

SECRET = "whsec_of_the_tests"
GOOD_CARD, REFUSED_CARD = "4242424242424242", "4000000000000341"
START = 1_780_000_000
MONTH = 30 * 86_400


@pytest.fixture(autouse=True)
def keys(settings: Settings) -> None:
    settings.PAYMENT = "stripe"
    settings.STRIPE_SECRET_KEY = "sk_test_of_the_tests"
    settings.STRIPE_WEBHOOK_SECRET = SECRET


def signed(told: dict[str, Any], *, secret: str = SECRET, at: int | None = None) -> dict[str, str]:
    """Return the header that signs the body, by the SDK's own signing."""
    at = at or int(time.time())
    signature = stripe.WebhookSignature._compute_signature(f"{at}.{json.dumps(told)}", secret)
    return {"Stripe-Signature": f"t={at},v1={signature}"}


def send(told: dict[str, Any], **signing: Any) -> int:
    """Send it as Stripe does; return the status of the answer."""
    body = json.dumps(told)
    headers = signed(told, **signing)
    return Client().post("/payments/stripe/", body, content_type="application/json", headers=headers).status_code


def event(kind: str, data: dict[str, Any], number: int = 1, at: int = START) -> dict[str, Any]:
    return {"id": f"evt_{number}", "object": "event", "type": kind, "created": at, "data": {"object": data}}


def invoice(order: Order, *, modern: bool = True, number: int = 1, **fields: Any) -> dict[str, Any]:
    """Return an invoice in one of the shapes it has had."""
    details: dict[str, Any] = {"metadata": {"order": order.reference}}
    shape: dict[str, Any] = (
        {"parent": {"subscription_details": details | {"subscription": "sub_1"}}}
        if modern
        else {"subscription": "sub_1", "subscription_details": details}
    )
    starts_at = START + (number - 1) * MONTH
    return {
        "id": f"in_{number}",
        "currency": "eur",
        "amount_paid": 990,
        "billing_reason": "subscription_cycle",
        "lines": {"data": [{"period": {"start": starts_at, "end": starts_at + MONTH}}]},
        **shape,
        **fields,
    }


@pytest.fixture
def order(chloe: User) -> Order:
    """Chloé's order, not paid yet."""
    return Order.objects.place(chloe, plan(), provider="stripe")


@pytest.mark.parametrize("modern", [True, False])
def test_a_paid_invoice_opens_the_period_of_its_line(order: Order, chloe: User, modern: bool) -> None:
    assert send(event("invoice.paid", invoice(order, modern=modern))) == 204

    bought = chloe.subscriptions.get()
    assert (bought.starts_at, bought.ends_at) == (
        datetime.fromtimestamp(START, UTC),
        datetime.fromtimestamp(START + MONTH, UTC),
    )
    order.refresh_from_db()
    assert order.provider_subscription == "sub_1"
    assert order.payments.get().amount_cents == 990


def test_the_same_payment_twice_or_under_both_names_is_one(order: Order, chloe: User) -> None:
    for number, kind in enumerate(["invoice.paid", "invoice.payment_succeeded"]):
        for _time in range(2):
            assert send(event(kind, invoice(order), number)) == 204

    assert chloe.subscriptions.count() == 1
    assert told_of(order) == ["payment"]


@pytest.mark.parametrize(
    "signing",
    [
        {"secret": "whsec_of_somebody_else"},
        # Kept by somebody, and sent again long after.
        {"at": int(time.time()) - 3600},
    ],
)
def test_what_is_not_signed_by_stripe_now_is_refused(order: Order, signing: dict[str, Any]) -> None:
    assert send(event("invoice.paid", invoice(order)), **signing) == 400
    assert not PaymentEvent.objects.exists()


@pytest.mark.parametrize("header", [{}, {"Stripe-Signature": "t=1,v1=x"}, {"Stripe-Signature": "nonsense"}])
def test_a_signature_that_is_none_is_refused(db: None, header: dict[str, str]) -> None:
    with pytest.raises(Unsigned):
        Stripe().read(b"{}", header)


def test_a_body_changed_on_the_way_is_refused(order: Order) -> None:
    told = event("invoice.paid", invoice(order))
    with pytest.raises(Unsigned):
        Stripe().read(json.dumps(told | {"id": "evt_2"}).encode(), signed(told))


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("customer.created", {"id": "cus_1"}),
        ("checkout.session.completed", {"mode": "payment", "client_reference_id": "x"}),
        ("customer.subscription.updated", {"id": "sub_1", "cancel_at_period_end": False}),
        ("invoice.paid", {"id": "in_1", "currency": "eur", "billing_reason": "manual"}),
        ("invoice.payment_failed", {"id": "in_1", "currency": "eur"}),
    ],
)
def test_what_does_not_concern_a_subscription_is_answered_and_not_kept(
    db: None, kind: str, data: dict[str, Any]
) -> None:
    assert send(event(kind, data)) == 204
    assert not PaymentEvent.objects.exists()


def test_words_of_stripe_are_ours(order: Order) -> None:
    def read(kind: str, data: dict[str, Any]) -> Any:
        told = event(kind, data)
        return Stripe().read(json.dumps(told).encode(), signed(told))

    session = {"mode": "subscription", "client_reference_id": order.reference, "subscription": "sub_1"}
    subscription = {"id": "sub_1", "metadata": {"order": order.reference}, "cancel_at_period_end": True}
    refused = read("invoice.payment_failed", invoice(order, next_payment_attempt=START + 86_400))

    assert read("checkout.session.completed", session).kind == Kind.LINKED
    assert refused.kind == Kind.FAILED
    assert refused.next_try_at == datetime.fromtimestamp(START + 86_400, UTC)
    assert read("customer.subscription.updated", subscription).kind == Kind.CANCELLED
    assert read("customer.subscription.deleted", subscription).kind == Kind.ENDED


def test_nobody_speaks_for_stripe_where_no_secret_is_set(order: Order, settings: Settings) -> None:
    settings.STRIPE_WEBHOOK_SECRET = ""

    assert send(event("invoice.paid", invoice(order)), secret="") == 404


def test_a_stripe_that_does_not_answer_orders_nothing_and_says_so(
    chloe: User, client: Client, settings: Settings
) -> None:
    settings.STRIPE_ADDRESS = f"http://127.0.0.1:{free_port()}"
    plan()
    client.force_login(chloe, backend="django.contrib.auth.backends.ModelBackend")

    answer = client.post("/plans/mensuel/order/", {"agreed": "990 EUR month"})

    assert answer.status_code == 503
    assert "Le prestataire de paiement ne répond pas" in answer.content.decode()
    with pytest.raises(Unreachable):
        Stripe().stop(Order(provider_subscription="sub_1"))


# Against the fake


class Fake:
    """localstripe, running."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"

    def ask(self, path: str, **data: Any) -> Any:
        request = Request(  # noqa: S310  # of this machine
            self.address + path,
            data=json.dumps(data).encode() if data else None,
            headers={"Content-Type": "application/json", "Authorization": "Bearer sk_test_of_the_tests"},
        )
        with urlopen(request, timeout=10) as answer:  # noqa: S310  # of this machine
            body = answer.read()
        return json.loads(body) if body else None

    def is_up(self) -> bool:
        try:
            self.ask("/v1/customers")
        except OSError:
            return False
        return True


@pytest.fixture(params=[(), ("--since-2025",)], ids=["as it was", "since 2025"])
def fake(request: pytest.FixtureRequest, live_server: LiveServer, settings: Settings) -> Iterator[Fake]:
    """A Stripe of our own, that tells our server what happens."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.subscribers.stripe_fake", str(port), *request.param])
    try:
        fake = Fake(port)
        wait_until(fake.is_up)
        fake.ask("/_config/webhooks/ours", url=f"{live_server.url}/payments/stripe/", secret=SECRET)
        settings.STRIPE_ADDRESS = fake.address
        yield fake
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture
def checkout(fake: Fake, chloe: User) -> Callable[[str], Order]:
    """Return what orders and goes through the checkout with a card."""

    def through(card: str) -> Order:
        address = payments.checkout(chloe, plan(), Stripe())
        fake.ask(f"/_config/pay/{address.rpartition('/')[2]}?card={card}")
        return Order.objects.get()

    return through


def test_two_clicks_have_one_checkout(fake: Fake, chloe: User) -> None:
    assert payments.checkout(chloe, plan(), Stripe()) == payments.checkout(chloe, plan(), Stripe())
    assert Stripe().checkout(Order.objects.get()) == Order.objects.get().checkout_url


def test_paying_cancelling_keeping_and_ending(fake: Fake, checkout: Callable[[str], Order], chloe: User) -> None:
    order = checkout(GOOD_CARD)
    wait_until(lambda: chloe.subscription_runs())
    wait_until(lambda: Order.objects.get().provider_subscription)
    order.refresh_from_db()
    assert order.state() == Order.State.RENEWS
    assert told_of(order) == ["payment"]
    path = f"/v1/subscriptions/{order.provider_subscription}"

    order.cancel(by=chloe)
    assert fake.ask(path)["cancel_at_period_end"] is True
    order.keep(by=chloe)
    assert fake.ask(path)["cancel_at_period_end"] is False

    order.renounce(by=chloe)
    assert fake.ask(path)["status"] == "canceled"
    [refund] = fake.ask("/v1/refunds")["data"]
    assert refund["amount"] == 990
    assert order.payments.get().refunded_at
    wait_until(lambda: Order.objects.get().ended_at)
    assert Order.objects.get().state() == Order.State.RENOUNCED
    order.settle()
    assert len(fake.ask("/v1/refunds")["data"]) == 1


def test_a_refused_renewal_is_told_and_takes_nothing_that_is_paid(
    fake: Fake, checkout: Callable[[str], Order], chloe: User
) -> None:
    order = checkout(GOOD_CARD)
    wait_until(lambda: chloe.subscription_runs() and Order.objects.get().provider_subscription)
    order.refresh_from_db()

    fake.ask(f"/_config/refuse/{order.provider_subscription}?card={REFUSED_CARD}")
    wait_until(lambda: "failure" in told_of(order))

    assert chloe.subscriptions.count() == 1
    assert chloe.subscription_runs()
