"""A payment: money that came in for one period of an order."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.subscribers.models.plan import money


class Payment(models.Model):
    """One period, paid; the provider's reference makes it one however often it is told."""

    order = models.ForeignKey(
        "subscribers.Order",
        verbose_name=_("order"),
        on_delete=models.PROTECT,
        related_name="payments",
        db_index=False,
    )
    reference = models.CharField(_("reference of the provider"), max_length=255)
    amount_cents = models.PositiveIntegerField(_("amount in cents"))
    currency = models.CharField(_("currency"), max_length=3)
    period_starts_at = models.DateTimeField(_("from"))
    period_ends_at = models.DateTimeField(_("until"))
    paid_at = models.DateTimeField(_("paid"))
    refunded_at = models.DateTimeField(_("refunded"), null=True, blank=True)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ("-paid_at", "-id")
        default_permissions = ("view",)
        constraints = (
            models.UniqueConstraint(fields=("order", "reference"), name="payment_once"),
            models.CheckConstraint(
                condition=models.Q(period_ends_at__gt=models.F("period_starts_at")), name="payment_of_a_period"
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def amount(self) -> str:
        """The amount as the reader's language prints it."""
        return money(self.amount_cents, self.currency)

    def note_refund(self) -> None:
        """Keep that the provider gave it back."""
        now = timezone.now()
        if type(self).objects.filter(pk=self.pk, refunded_at=None).update(refunded_at=now):
            self.refunded_at = now
