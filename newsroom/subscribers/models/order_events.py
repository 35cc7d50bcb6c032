"""What an order does with what the provider tells: the events' own dates count, never when they arrive."""

from typing import Any

from newsroom.audit.models import Entry
from newsroom.subscribers import errands
from newsroom.subscribers.models.ending import Ending
from newsroom.subscribers.models.letter import Letter
from newsroom.subscribers.models.payment import Payment
from newsroom.subscribers.models.subscription import Subscription
from newsroom.subscribers.models.user import grace
from newsroom.subscribers.payment.event import Event, Kind


class OrderEvents(Ending):
    """Takes in events. Whoever calls holds the lock of the order's row, and the transaction."""

    class Meta:
        abstract = True

    def take(self, event: Event) -> None:
        """Do what the event asks for."""
        if event.subscription and self.provider_subscription is None:
            self._set(provider_subscription=event.subscription)
        if event.kind == Kind.PAID:
            self._take_payment(event)
        elif event.kind == Kind.FAILED:
            self._tell_failure(event)
        elif event.kind == Kind.CANCELLED:
            self._take_cancellation(event)
        elif event.kind == Kind.ENDED and self.ended_at is None:
            self._set(ended_at=event.happened_at, provider_renews=False)

    def _take_cancellation(self, event: Event) -> None:
        """Cancel what the paper cancelled at the provider's own desk, unless the reader has decided since."""
        since = self.renewal_set_at
        if self.renews and self.cancelled_at is None and (since is None or since < event.happened_at):
            self._set(cancelled_at=event.happened_at, renewal_set_at=event.happened_at, provider_renews=False)
            Letter.objects.write(self, Letter.Kind.CANCELLATION, about=event.id, at=event.happened_at)

    def _take_payment(self, event: Event) -> None:
        """Keep the payment and open its period; what comes in after the reader renounced goes back."""
        if event.period_starts_at is None or event.period_ends_at is None:
            raise ValueError(f"{event.id}: a payment of no period")
        payment, is_new = Payment.objects.get_or_create(
            order_id=self.pk,
            reference=event.payment,
            defaults={
                "amount_cents": event.amount_cents,
                "currency": event.currency,
                "period_starts_at": event.period_starts_at,
                "period_ends_at": event.period_ends_at,
                "paid_at": event.happened_at,
            },
        )
        if not is_new:
            return
        self._set(
            paid_at=min(filter(None, (self.paid_at, payment.paid_at))),
            paid_until=max(filter(None, (self.paid_until, payment.period_ends_at))),
        )
        if self.renounced_at:
            errands.settle.enqueue(self.pk)
            return
        self._open(payment)
        Letter.objects.write(self, Letter.Kind.PAYMENT, about=payment.reference, payment=payment)
        if self.provider_renews != self.renews:
            # Cancelled for a day that this payment reaches.
            errands.settle.enqueue(self.pk)

    def _open(self, payment: Payment) -> None:
        """Give the right to read for the period that was paid."""
        Subscription(
            user=self.user,
            plan=self.plan,
            starts_at=payment.period_starts_at,
            ends_at=payment.period_ends_at,
            payment=payment,
        ).grant(by=None, source=Subscription.Source.PURCHASE)

    def _tell_failure(self, event: Event) -> None:
        """Tell the reader that a renewal was refused; a first payment is refused before their eyes."""
        if self.paid_at and self.renews and not Payment.objects.filter(order=self.pk, reference=event.payment).exists():
            Entry.objects.record(actor=None, action="order.payment_failed", subject=self, payment=event.payment)
            end_day = self.last_day and self.last_day + grace()
            said: dict[str, Any] = {"next_try_at": event.next_try_at, "end_day": end_day}
            Letter.objects.write(self, Letter.Kind.FAILURE, about=event.id, **said)

    def _set(self, **fields: Any) -> None:
        """Write the fields of the locked row."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=[*fields])
