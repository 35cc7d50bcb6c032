"""A letter about an order: what the law has the paper send on a durable medium, kept as it was sent."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.lib import letters
from newsroom.subscribers import errands, order_letters

if TYPE_CHECKING:
    from newsroom.subscribers.models.order import Order


class LetterManager(models.Manager["Letter"]):
    """Writes letters."""

    def write(
        self, order: Any, kind: "Letter.Kind", *, about: str, at: datetime | None = None, **said: Any
    ) -> "Letter | None":
        """Write the letter and queue it; None where it was written already: each is written once for what it is about.

        It is dated here, or when the reader said `at`; what is sent is what stands here.
        """
        now = at or timezone.now()
        subject, text = order_letters.written(kind, order, now, **said)
        letter = Letter(
            order=order, kind=kind, about=about, at=now, to=order.user.mail_address, subject=subject, text=text
        )
        try:
            with transaction.atomic():
                letter.save(force_insert=True)
                errands.deliver.enqueue(letter.pk)
        except IntegrityError:
            return None
        return letter


class Letter(models.Model):
    """One letter to the reader of an order."""

    class Kind(models.TextChoices):
        PAYMENT = "payment", _("receipt of a payment")
        FAILURE = "failure", _("a payment refused")
        RENEWAL = "renewal", _("notice of renewal")
        CANCELLATION = "cancellation", _("receipt of a cancellation")
        KEPT = "kept", _("a cancellation taken back")
        RENUNCIATION = "renunciation", _("receipt of a renunciation")

    order: "models.ForeignKey[Order]" = models.ForeignKey(
        "subscribers.Order", verbose_name=_("order"), on_delete=models.PROTECT, related_name="letters", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    # The payment, the event or the moment it is about: there is one letter for each.
    about = models.CharField(max_length=255)
    at = models.DateTimeField(_("written"))
    to = models.EmailField(_("sent to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=255)
    text = models.TextField(_("text"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects: ClassVar[LetterManager] = LetterManager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ("-at", "-id")
        default_permissions = ("view",)
        constraints = (models.UniqueConstraint(fields=("order", "kind", "about"), name="letter_once"),)

    def __str__(self) -> str:
        return self.subject

    def deliver(self) -> None:
        """Send it, once, where there is somebody to send it to."""
        if self.sent_at is None and self.to:
            letters.send(self.subject, self.text, self.to)
            Letter.objects.filter(pk=self.pk).update(sent_at=timezone.now())
