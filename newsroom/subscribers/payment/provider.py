"""The one interface of payment: who takes the money of an order, and what the paper asks of them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from newsroom.subscribers.payment.event import Event

if TYPE_CHECKING:
    from newsroom.subscribers.models import Payment
    from newsroom.subscribers.models.order_table import OrderTable

OFF = "off"
TEST = "test"
STRIPE = "stripe"
# By name, since the package of a provider that nobody uses need not be installed.
PROVIDERS = {
    TEST: "newsroom.subscribers.payment.trial.Trial",
    STRIPE: "newsroom.subscribers.payment.through_stripe.Stripe",
}


class Unsigned(Exception):
    """What came is not signed by the provider, or too long ago."""


class Unreachable(Exception):
    """The provider did not do what was asked, or did not answer: nothing was drawn."""


class Provider(Protocol):
    """Who takes the money. Each act may be asked twice and is done once; all raise Unreachable."""

    name: str

    def checkout(self, order: "OrderTable") -> str:
        """Return the address at which the reader pays the order."""
        ...

    def read(self, body: bytes, headers: Mapping[str, str]) -> Event | None:
        """Return what the provider tells, None for what does not concern us; raise Unsigned."""
        ...

    def set_renewal(self, order: "OrderTable", *, renews: bool) -> None:
        """Let the order renew itself, or stop at the end of what is paid."""
        ...

    def stop(self, order: "OrderTable") -> None:
        """Draw nothing more for the order, from now on."""
        ...

    def refund(self, payment: "Payment") -> None:
        """Give the whole payment back."""
        ...


def current() -> Provider | None:
    """Return who takes the money of new orders; None where nothing is sold on line."""
    return None if settings.PAYMENT == OFF else named(settings.PAYMENT)


def heard(name: str) -> Provider | None:
    """Return the provider of that name if what it tells is listened to: while orders are open with it, after too."""
    listened = {TEST: settings.PAYMENT == TEST, STRIPE: bool(settings.STRIPE_WEBHOOK_SECRET)}
    return named(name) if listened.get(name) else None


def named(name: str) -> Provider:
    """Return the provider of that name, whoever takes new orders."""
    provider: Provider = import_string(PROVIDERS[name])()
    return provider
