"""An order: the contract of a reader who buys a plan, from the click to its end."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.lib.dates import months_later
from newsroom.subscribers.models.letter import Letter
from newsroom.subscribers.models.order_events import OrderEvents
from newsroom.subscribers.models.plan import Plan
from newsroom.subscribers.models.user import User
from newsroom.subscribers.payment.event import Event

# A checkout that nobody went through is offered again that long; Stripe closes its own after a day.
CHECKOUT_STANDS = timedelta(hours=20)
PAID = models.Q(paid_at__isnull=False)
OPEN = models.Q(paid_at=None, given_up_at=None)


class AlreadySubscribed(Exception):
    """The reader would pay for what is open to them."""


class OrderQuerySet(models.QuerySet["Order"]):
    """Places orders and finds them."""

    def place(self, user: User, plan: Plan, *, provider: str, now: datetime | None = None) -> "Order":
        """Return the reader's open order of the plan at its present terms; two clicks at once have one order.

        Raises AlreadySubscribed for who has nothing to buy.
        """
        now = now or timezone.now()
        if user.subscriptions.running(now).exists():
            raise AlreadySubscribed
        terms: dict[str, Any] = {
            "plan_name": plan.name,
            "price_cents": plan.price_cents,
            "currency": plan.currency,
            "period": plan.period,
            "provider": provider,
        }
        mine = self.filter(OPEN, user=user, plan=plan)
        mine.exclude(**terms, ordered_at__gt=now - CHECKOUT_STANDS).update(given_up_at=now)
        try:
            with transaction.atomic():
                return mine.first() or self.create(user=user, plan=plan, ordered_at=now, **terms)
        except IntegrityError:
            return mine.get()

    def in_force(self, now: datetime | None = None) -> Self:
        """Return those that renew, or whose paid time still runs: what a reader can still end or keep."""
        now = now or timezone.now()
        kept = self.filter(PAID, renounced_at=None)
        return kept.filter(models.Q(cancelled_at=None, ended_at=None) | models.Q(paid_until__gt=now))

    def due_for_notice(self, now: datetime | None = None) -> Self:
        """Return those by the year that renew themselves before long and whose reader was not told yet.

        Code de la consommation, L215-1: between three months and one month before. Two leave a month to a worker that
        was away; late is still better than not at all.
        """
        now = now or timezone.now()
        told = Letter.objects.filter(
            order=models.OuterRef("pk"), kind=Letter.Kind.RENEWAL, at__gt=months_later(now, -6)
        )
        yearly = self.filter(PAID, period=Plan.Period.YEAR, cancelled_at=None, renounced_at=None, ended_at=None)
        return yearly.filter(~models.Exists(told), paid_until__gt=now, paid_until__lte=months_later(now, 2))

    def told_of(self, provider: str, event: Event) -> "Order | None":
        """Return the order that the event is about, locked: what is told of one order is taken in one by one."""
        if not (event.order or event.subscription):
            return None
        known = {"reference": event.order} if event.order else {"provider_subscription": event.subscription}
        return self.select_for_update().filter(provider=provider, **known).first()


class Order(OrderEvents):
    """One contract: placed, paid, renewed, and ended by its reader or by the provider."""

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ("-ordered_at", "-id")
        default_permissions = ("view",)
        indexes = (models.Index(fields=("paid_until",), condition=models.Q(ended_at=None), name="order_paid_until"),)
        constraints = (
            models.UniqueConstraint(fields=("user", "plan"), condition=OPEN, name="order_open_once"),
            models.UniqueConstraint(fields=("provider", "provider_subscription"), name="order_of_the_provider_once"),
            models.CheckConstraint(
                condition=PAID | models.Q(paid_until=None, cancelled_at=None, renounced_at=None),
                name="order_ends_once_paid",
            ),
            models.CheckConstraint(
                condition=models.Q(cancel_on=None) | models.Q(cancelled_at__isnull=False),
                name="order_wished_end_is_cancelled",
            ),
        )

    def __str__(self) -> str:
        return self.reference

    def keep_checkout(self, address: str) -> str:
        """Keep where it is paid, and return it: the one that was kept first."""
        type(self).objects.filter(pk=self.pk, checkout_url="").update(checkout_url=address)
        self.refresh_from_db(fields=["checkout_url"])
        return self.checkout_url
