"""A subscription: from when to when a user may read everything."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.audit.models import Entry
from newsroom.subscribers.models.plan import Plan
from newsroom.subscribers.models.user import User, grace


class AlreadyRevoked(Exception):
    """Somebody revoked the subscription first."""


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Finds subscriptions by the clock."""

    def running(self, now: datetime | None = None) -> "SubscriptionQuerySet":
        """Return those that run at `now`: begun, not ended and not revoked. Nothing has to expire them."""
        now = now or timezone.now()
        return self.begun_and_ending(now, after=now)

    def begun_and_ending(self, now: datetime, *, after: datetime) -> "SubscriptionQuerySet":
        """Return those that began by `now`, nobody revoked, and end after the other moment, or never.

        Those that open the paper end after the days of grace before `now` (`User.opening_subscription`).
        """
        ahead = models.Q(ends_at=None) | models.Q(ends_at__gt=after)
        return self.filter(ahead, starts_at__lte=now, revoked_at=None)

    def longest_first(self) -> "SubscriptionQuerySet":
        """Return them, the one that ends last before the others."""
        return self.order_by(models.F("ends_at").desc(nulls_first=True), "-id")

    def most_telling(self, now: datetime | None = None) -> "Subscription | None":
        """Return the one to show a reader: running and lasting longest, else about to start, else over last."""
        now = now or timezone.now()
        kept = self.filter(revoked_at=None).select_related("plan")
        return (
            kept.running(now).longest_first().first()
            or kept.filter(starts_at__gt=now).order_by("starts_at", "id").first()
            or kept.longest_first().first()
        )


class Subscription(models.Model):
    """A dated right to read. `ends_at` is the first instant it no longer runs; empty runs until revoked.

    Once granted it is only ever revoked: to give a reader more time, grant another. A bought one is one paid period,
    so that a renewal adds a row, a cancellation changes none, and events that arrive late or twice open nothing more.
    """

    class Source(models.TextChoices):
        STAFF = "staff", _("granted by the staff")
        COMMAND = "command", _("granted by command")
        IMPORT = "import", _("imported")
        PURCHASE = "purchase", _("bought")

    class State(StrEnum):
        """What the clock makes of a subscription."""

        RUNNING = "running"
        AHEAD = "ahead"
        OVER = "over"
        REVOKED = "revoked"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.PROTECT,
        related_name="subscriptions",
        db_index=False,
    )
    plan = models.ForeignKey(
        Plan,
        verbose_name=_("plan"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="subscriptions",
    )
    starts_at = models.DateTimeField(_("starts"), default=timezone.now)
    ends_at = models.DateTimeField(
        _("ends"),
        null=True,
        blank=True,
        help_text=_("The first moment it no longer runs. Empty: it runs until it is revoked."),
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.STAFF, editable=False)
    payment = models.OneToOneField(
        "subscribers.Payment",
        verbose_name=_("payment"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="subscription",
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ("-starts_at", "-id")
        indexes = (models.Index(fields=("user", "ends_at"), name="subscription_user"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gt=models.F("starts_at")),
                name="subscription_ends_after_start",
                violation_error_message=_("A subscription ends after it starts."),
            ),
            models.CheckConstraint(
                condition=models.Q(source="purchase", payment__isnull=False, ends_at__isnull=False)
                | (~models.Q(source="purchase") & models.Q(payment=None)),
                name="subscription_bought_with_a_payment",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} {self.starts_at:%Y-%m-%d}"

    @property
    def last_day(self) -> date | None:
        """The last day on which it runs, where the paper is; None for one without an end."""
        if self.ends_at is None:
            return None
        return timezone.localtime(self.ends_at - timedelta(microseconds=1)).date()

    @property
    def last_day_of_grace(self) -> date | None:
        """The last day on which it still opens the paper, where the paper is; None for one without an end."""
        if self.ends_at is None:
            return None
        return timezone.localtime(self.ends_at + grace() - timedelta(microseconds=1)).date()

    def in_grace(self, now: datetime | None = None) -> bool:
        """Return whether it is over at `now` and opens the paper all the same, as `opening_subscription` has it."""
        now = now or timezone.now()
        over = self.state(now) == self.State.OVER
        return over and self.ends_at is not None and self.ends_at + grace() > now

    def state(self, now: datetime | None = None) -> State:
        """Return what it is at `now`, as `running` has it."""
        now = now or timezone.now()
        if self.revoked_at is not None:
            return self.State.REVOKED
        if self.starts_at > now:
            return self.State.AHEAD
        return self.State.RUNNING if self.ends_at is None or self.ends_at > now else self.State.OVER

    def grant(self, *, by: User | None, source: Source = Source.STAFF) -> None:
        """Store a new subscription and record who gave it (None: a command)."""
        self.source = source
        self.full_clean()
        with Entry.objects.recorded(actor=by, action="subscription.granted", subject=self, **self._terms()):
            self.save(force_insert=True)

    def revoke(self, *, by: User | None) -> None:
        """End it now and record who did; raise AlreadyRevoked where somebody did first."""
        with Entry.objects.recorded(actor=by, action="subscription.revoked", subject=self, user=self.user_id):
            now = timezone.now()
            if not Subscription.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=now):
                raise AlreadyRevoked
            self.revoked_at = now

    def _terms(self) -> dict[str, str | int | None]:
        return {
            "user": self.user_id,
            "plan": self.plan_id,
            "starts_at": self.starts_at.isoformat(),
            "ends_at": self.ends_at.isoformat() if self.ends_at else None,
        }
