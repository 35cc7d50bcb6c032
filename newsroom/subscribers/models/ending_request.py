"""What somebody signed out asks for: to cancel a contract, or to renounce it."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.lib.dates import months_later
from newsroom.subscribers import errands, mail, order_letters
from newsroom.subscribers.models.ending import StaleOrder
from newsroom.subscribers.models.order import Order

# Of one network address, in an hour; of one e-mail address, in a day: each is mailed, and nobody needs more.
STRANGER_RATE = "10/h"
REQUESTS_A_DAY = 5
# Code civil, article 2224.
ENDING_YEARS = 5
NAME_MAX_LENGTH = 120
REFERENCE_MAX_LENGTH = 40


class EndingRequestManager(models.Manager["EndingRequest"]):
    """Takes requests in."""

    def receive(self, *, kind: "EndingRequest.Kind", email: str, **said: object) -> "EndingRequest":
        """Keep the request and queue it: the answer is the same, and as quick, whoever is known here."""
        with transaction.atomic():
            request: EndingRequest = self.create(kind=kind, email=email.lower(), **said)
            errands.fulfil.enqueue(request.pk)
        return request

    def out_of_time(self, now: datetime) -> models.QuerySet["EndingRequest"]:
        """Return those that nobody can go to law about any more."""
        return self.filter(requested_at__lt=months_later(now, -12 * ENDING_YEARS))

    def too_many(self, email: str) -> bool:
        """Return whether that address was given too often in a day."""
        since = timezone.now() - timedelta(days=1)
        return self.filter(email=email.lower(), requested_at__gt=since).count() >= REQUESTS_A_DAY


class EndingRequest(models.Model):
    """One request, as it was sent; the moment it came in is the moment that counts."""

    class Kind(models.TextChoices):
        CANCELLATION = "cancellation", _("cancellation")
        RENUNCIATION = "renunciation", _("renunciation")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.CharField(_("name"), max_length=NAME_MAX_LENGTH, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254)
    reference = models.CharField(_("reference of the contract"), max_length=REFERENCE_MAX_LENGTH, blank=True)
    wanted_on = models.DateField(_("to end on"), null=True, blank=True)
    requested_at = models.DateTimeField(_("received"), default=timezone.now)
    fulfilled_at = models.DateTimeField(_("done"), null=True, blank=True)
    # The contract it ended; none where nobody has that address and reference, and a person may have to look.
    order = models.ForeignKey(
        Order, verbose_name=_("order"), null=True, blank=True, on_delete=models.PROTECT, related_name="requests"
    )

    objects: ClassVar[EndingRequestManager] = EndingRequestManager()

    class Meta:
        verbose_name = _("request to end a contract")
        verbose_name_plural = _("requests to end a contract")
        ordering = ("-requested_at", "-id")
        default_permissions = ("view",)
        indexes = (models.Index(fields=("email", "requested_at"), name="ending_request_email"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.requested_at:%Y-%m-%d}"

    def fulfil(self) -> None:
        """End the contracts that the request is about, and write to the address it gives, whatever was found; once."""
        with transaction.atomic():
            mine = EndingRequest.objects.filter(pk=self.pk, fulfilled_at=None)
            if not mine.update(fulfilled_at=timezone.now()):
                return
            ended = [order for order in self._orders() if self._end(order)]
            if ended:
                mine.model.objects.filter(pk=self.pk).update(order=ended[0])
            else:
                mail.deliver.enqueue(*order_letters.not_found(self), [self.email])

    def _orders(self) -> list[Order]:
        """Return the contracts under the address: by its reference, or, to cancel, all that renew.

        Who knows address and reference holds the paper's own receipt. With the address alone one may cancel, since
        nothing is lost by it before what is paid is over and the reader, who is told, takes it back with a click; to
        renounce closes the door at once, and takes the reference.
        """
        under = Order.objects.in_force(self.requested_at).filter(user__email__iexact=self.email).select_related("user")
        named = list(under.filter(reference=self.reference.strip().upper())) if self.reference else []
        if self.kind == self.Kind.RENUNCIATION:
            return [order for order in named if order.may_be_renounced(self.requested_at)]
        return named or list(under.filter(cancelled_at=None))

    def _end(self, order: Order) -> bool:
        try:
            if self.kind == self.Kind.RENUNCIATION:
                order.renounce(by=None, at=self.requested_at)
            else:
                order.cancel(by=None, on=self.wanted_on, at=self.requested_at)
        except StaleOrder:
            return False
        return True
