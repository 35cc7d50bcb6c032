"""What the payment providers told, each thing once."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.subscribers.models.order import Order
from newsroom.subscribers.payment.event import Event, Kind

# What nobody knows the order of may be about something else that the paper sells through the same provider.
WAITS_FOR = timedelta(days=3)


class PaymentEventManager(models.Manager["PaymentEvent"]):
    """Takes in what is told."""

    def take(self, provider: str, event: Event) -> bool:
        """Keep the event and do what it asks for, both or neither; return whether it was new."""
        with transaction.atomic():
            try:
                with transaction.atomic():
                    kept = self.create(
                        provider=provider,
                        reference=event.id,
                        kind=event.kind,
                        happened_at=event.happened_at,
                        facts=event.facts(),
                    )
            except IntegrityError:
                return False
            kept.apply()
        return True

    def take_up(self, now: datetime | None = None) -> None:
        """Give each event that waits to its order, if that is known by now; run by any number of workers at once."""
        since = (now or timezone.now()) - WAITS_FOR
        for pk in (
            self.filter(order=None, received_at__gt=since).order_by("happened_at", "id").values_list("pk", flat=True)
        ):
            with transaction.atomic():
                event = self.select_for_update().filter(pk=pk, order=None).first()
                if event:
                    event.apply()


class PaymentEvent(models.Model):
    """One event, with the little of it that we use; the rest stays with the provider."""

    provider = models.CharField(_("payment provider"), max_length=10)
    reference = models.CharField(_("reference of the provider"), max_length=255)
    kind = models.CharField(_("kind"), max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    happened_at = models.DateTimeField(_("happened"))
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    order = models.ForeignKey(
        Order, verbose_name=_("order"), null=True, on_delete=models.PROTECT, related_name="events"
    )
    facts = models.JSONField(_("facts"))

    objects: ClassVar[PaymentEventManager] = PaymentEventManager()

    class Meta:
        verbose_name = _("payment event")
        verbose_name_plural = _("payment events")
        ordering = ("-received_at", "-id")
        default_permissions = ("view",)
        constraints = (models.UniqueConstraint(fields=("provider", "reference"), name="payment_event_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"

    def apply(self) -> None:
        """Let the order take the event in; it waits where nobody knows yet which order it is about."""
        event = Event.of_facts(self.reference, self.kind, self.facts)
        order = Order.objects.told_of(self.provider, event)
        if order is None:
            return
        self.order = order
        self.save(update_fields=["order"])
        order.take(event)
