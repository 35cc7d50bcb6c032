"""What is kept of an order: the terms agreed, and the dates that say what became of it."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.lib import references
from newsroom.lib.dates import months_later
from newsroom.subscribers.models.plan import Plan, money

MONTHS = {Plan.Period.MONTH: 1, Plan.Period.YEAR: 12}


def reference() -> str:
    """Return a new reference of a contract, as C-7F3K-9QXM."""
    return references.drawn("C")


class OrderTable(models.Model):
    """Nothing sets a status: the dates are the status."""

    class State(StrEnum):
        """What the dates make of an order."""

        OPEN = "open"
        RENEWS = "renews"
        # It renews, and the period that is paid is over: the provider tries to draw the next.
        LATE = "late"
        CANCELLED = "cancelled"
        ENDED = "ended"
        RENOUNCED = "renounced"

    reference = models.CharField(_("reference"), max_length=11, unique=True, default=reference, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.PROTECT, related_name="orders"
    )
    plan = models.ForeignKey(Plan, verbose_name=_("plan"), on_delete=models.PROTECT, related_name="orders")
    # As agreed: the plan may change, the contract does not.
    plan_name = models.CharField(_("name of the plan"), max_length=80)
    price_cents = models.PositiveIntegerField(_("price in cents"))
    currency = models.CharField(_("currency"), max_length=3)
    period = models.CharField(_("period"), max_length=5, choices=Plan.Period)
    provider = models.CharField(_("payment provider"), max_length=10)
    provider_subscription = models.CharField(_("reference of the provider"), max_length=255, null=True, blank=True)  # noqa: DJ001  # many wait for one, and each is unique
    checkout_url = models.CharField(_("address of the checkout"), max_length=2000, blank=True)
    # What the provider was told last: whether it renews.
    provider_renews = models.BooleanField(default=True)
    ordered_at = models.DateTimeField(_("ordered"), default=timezone.now)
    given_up_at = models.DateTimeField(_("given up"), null=True, blank=True)
    # The first payment: the contract is concluded.
    paid_at = models.DateTimeField(_("paid"), null=True, blank=True)
    # The first instant that no payment covers.
    paid_until = models.DateTimeField(_("paid until"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    # When the reader last cancelled, or took it back: what the provider tells from before that is an echo.
    renewal_set_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The last day the reader wishes for; without one, as soon as what is paid is over.
    cancel_on = models.DateField(_("to end on"), null=True, blank=True)
    renounced_at = models.DateTimeField(_("renounced"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended by the provider"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def price(self) -> str:
        """The price agreed, as the reader's language prints it."""
        return money(self.price_cents, self.currency)

    @property
    def renews(self) -> bool:
        """Whether the next period is to be drawn."""
        over = self.renounced_at or self.ended_at
        return self.paid_at is not None and not over and not self.is_stopped

    @property
    def is_stopped(self) -> bool:
        """Whether the reader cancelled, and what is paid lasts to the day they wish for."""
        if self.cancelled_at is None:
            return False
        last_day = self.last_day
        return self.cancel_on is None or last_day is None or self.cancel_on <= last_day

    @property
    def last_day(self) -> date | None:
        """The last day that is paid, where the paper is."""
        if self.paid_until is None:
            return None
        return timezone.localtime(self.paid_until - timedelta(microseconds=1)).date()

    @property
    def end_day(self) -> date | None:
        """The last day of a cancelled order: none before what is paid is over."""
        return max(filter(None, (self.last_day, self.cancel_on)), default=None)

    def state(self, now: datetime | None = None) -> State:
        """Return what the dates make of it at `now`."""
        now = now or timezone.now()
        if self.renounced_at:
            return self.State.RENOUNCED
        if self.paid_at is None or self.paid_until is None:
            return self.State.OPEN
        runs = self.paid_until > now
        if self.ended_at or self.is_stopped:
            return self.State.CANCELLED if runs else self.State.ENDED
        if self.cancelled_at:
            return self.State.CANCELLED
        return self.State.RENEWS if runs else self.State.LATE

    @property
    def may_not_be_drawn(self) -> bool:
        """Whether no further payment is due: it was given up, or will not renew."""
        return self.given_up_at is not None or (self.paid_at is not None and not self.renews)

    def period_after(self, starts_at: datetime) -> datetime:
        """Return when a period that starts then is over."""
        return months_later(starts_at, MONTHS[Plan.Period(self.period)])
