"""A subscription: from when to when a user may read everything."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.subscribers.models.plan import Plan


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Finds subscriptions by the clock."""

    def running(self, now: datetime | None = None) -> "SubscriptionQuerySet":
        """Return those that run at `now`: begun, not ended and not revoked. Nothing has to expire them."""
        now = now or timezone.now()
        ahead = models.Q(ends_at=None) | models.Q(ends_at__gt=now)
        return self.filter(ahead, starts_at__lte=now, revoked_at=None)


class Subscription(models.Model):
    """A dated right to read. `ends_at` is the first instant it no longer runs; empty runs until revoked."""

    class Source(models.TextChoices):
        STAFF = "staff", _("granted by the staff")
        COMMAND = "command", _("granted by command")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.PROTECT,
        related_name="subscriptions",
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
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.STAFF)
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
        )

    def __str__(self) -> str:
        return f"{self.user} {self.starts_at:%Y-%m-%d}"
