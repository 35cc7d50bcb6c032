"""How an order ends by the reader's will: cancelled, kept after all, or renounced within fourteen days."""

from datetime import date, datetime, timedelta
from typing import Any, Self

from django.db import transaction
from django.db.models import Manager
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.audit.models import Entry
from newsroom.subscribers import errands
from newsroom.subscribers.models.letter import Letter
from newsroom.subscribers.models.order_table import OrderTable
from newsroom.subscribers.models.payment import Payment
from newsroom.subscribers.models.subscription import AlreadyRevoked, Subscription
from newsroom.subscribers.models.user import User
from newsroom.subscribers.payment import provider

# Code de la consommation, L221-18: fourteen days from the day after the contract.
RENUNCIATION_DAYS = 14
# L221-19 moves an end that falls on a day of rest to the next working day. Rather than keep a calendar of feasts, the
# paper takes in what comes a little later: no run of days of rest is longer.
DAYS_OF_REST = 4


class StaleOrder(Exception):
    """Somebody, or the provider, moved the order first; says what it is now."""


class Ending(OrderTable):
    """The reader's verbs."""

    class Meta:
        abstract = True

    @property
    def renounceable_until(self) -> date | None:
        """The last day on which the reader may renounce, as the page says it; None where nothing was paid."""
        if self.paid_at is None:
            return None
        return timezone.localtime(self.paid_at).date() + timedelta(days=RENUNCIATION_DAYS)

    def may_be_renounced(self, now: datetime | None = None) -> bool:
        """Return whether a renunciation made now still counts."""
        until = self.renounceable_until
        today = timezone.localtime(now or timezone.now()).date()
        return until is not None and self.renounced_at is None and today <= until + timedelta(days=DAYS_OF_REST)

    def cancel(self, *, by: User | None, on: date | None = None, at: datetime | None = None) -> None:
        """Stop the renewal: the order ends with what is paid, or once that reaches the day `on`. Raise StaleOrder.

        `at` is when the reader said so, where that was earlier.
        """
        with Entry.objects.recorded(actor=by, action="order.cancelled", subject=self, on=on and on.isoformat()):
            now = at or timezone.now()
            self._move({"cancelled_at": None}, cancelled_at=now, cancel_on=on, renewal_set_at=now)
            Letter.objects.write(self, Letter.Kind.CANCELLATION, about=now.isoformat(), at=now, by=by)
            errands.settle.enqueue(self.pk)

    def keep(self, *, by: User | None) -> None:
        """Take a cancellation back while what is paid lasts and the account is open; raise StaleOrder."""
        with Entry.objects.recorded(actor=by, action="order.kept", subject=self):
            now = timezone.now()
            mine = {"cancelled_at__isnull": False, "paid_until__gt": now, "user__closed_at": None}
            self._move(mine, cancelled_at=None, cancel_on=None, renewal_set_at=now)
            Letter.objects.write(self, Letter.Kind.KEPT, about=now.isoformat())
            errands.settle.enqueue(self.pk)

    def renounce(self, *, by: User | None, at: datetime | None = None) -> None:
        """End the contract as if it had not been: reading stops, and all that was paid goes back. Raise StaleOrder.

        `at` is when the reader said so, where that was earlier: that day counts.
        """
        with Entry.objects.recorded(actor=by, action="order.renounced", subject=self):
            now = at or timezone.now()
            if not self.may_be_renounced(now):
                raise StaleOrder(_("The fourteen days to renounce this contract are over."))
            self._move({}, even_ended=True, renounced_at=now)
            for subscription in Subscription.objects.filter(payment__order=self.pk, revoked_at=None):
                _revoke(subscription, by)
            said: dict[str, Any] = {"at": now, "payments": Payment.objects.filter(order=self.pk)}
            Letter.objects.write(self, Letter.Kind.RENUNCIATION, about=now.isoformat(), **said)
            errands.settle.enqueue(self.pk)

    def remind(self) -> None:
        """Write the notice of renewal that the law asks for, if the order still renews itself; once for each period."""
        with transaction.atomic():
            now = self._rows().select_for_update().get(pk=self.pk)
            if now.renews and now.paid_until:
                Letter.objects.write(now, Letter.Kind.RENEWAL, about=now.paid_until.isoformat())

    def settle(self) -> None:
        """Tell the provider what the order has become, if it does not know; safe to run again."""
        taker = provider.named(self.provider)
        if self.renounced_at:
            taker.stop(self)
            for payment in Payment.objects.filter(order=self.pk, refunded_at=None):
                taker.refund(payment)
                payment.note_refund()
        elif self.provider_renews != self.renews and not self.ended_at and self.provider_subscription:
            renews = self.renews
            taker.set_renewal(self, renews=renews)
            self._rows().filter(pk=self.pk).update(provider_renews=renews)
            self.refresh_from_db()
            if self.renews != renews:
                # Changed while the provider was told.
                errands.settle.enqueue(self.pk)

    def _rows(self) -> Manager[Self]:
        return type(self)._default_manager

    def _move(self, where: dict[str, Any], *, even_ended: bool = False, **fields: Any) -> None:
        """Write the fields if the contract still stands as the verb asks; raise StaleOrder otherwise."""
        stands = {"pk": self.pk, "paid_at__isnull": False, "renounced_at": None}
        if not even_ended:
            stands["ended_at"] = None
        moved = self._rows().filter(**stands, **where).update(**fields)
        self.refresh_from_db()
        if not moved:
            raise StaleOrder(_("Meanwhile the contract %(reference)s changed.") % {"reference": self.reference})


def _revoke(subscription: Subscription, by: User | None) -> None:
    """Revoke it, unless somebody just did."""
    try:
        with transaction.atomic():
            subscription.revoke(by=by)
    except AlreadyRevoked:
        return
