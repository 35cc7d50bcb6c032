"""A legal hold: what an authority or a court needs of a comment stays, though its time is over or its author leaves."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.transitions import MoveNotAllowed
from newsroom.audit.models import Entry

if TYPE_CHECKING:
    from comments.models.comment import Comment
    from newsroom.subscribers.models import User

REASON_MAX_LENGTH = 1000
PLACE = "comments.add_legalhold"


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    """Finds legal holds by the clock, and places them."""

    def in_force(self, now: datetime | None = None) -> Self:
        """Return those that keep something: not lifted, their last day not over."""
        return self.filter(lifted_at=None, until__gte=timezone.localdate(now or timezone.now()))

    def keeping(self, now: datetime, comment: str = "comment") -> models.Exists:
        """Return what finds the rows whose comment is held at `now`; `comment` is the way to it."""
        return models.Exists(self.in_force(now).filter(comment=models.OuterRef(comment)))

    def place(self, comment: "Comment", *, by: "User", until: date, reason: str) -> "LegalHold":
        """Hold all that is kept of the comment until that day is over, and record it.

        Raises MoveNotAllowed for who may not, ValidationError naming the field that is wrong.
        """
        _check(by)
        hold = self.model(comment=comment, placed_by=by, until=until, reason=reason.strip())
        hold.full_clean()
        with transaction.atomic():
            # An erasure of the same moment came first, and nothing is left to hold; or it finds the hold.
            list(type(comment)._default_manager.select_for_update(no_key=True).filter(pk=comment.pk).values_list("pk"))
            hold.save(force_insert=True)
            Entry.objects.record(actor=by, action="legal-hold.place", subject=comment, until=until.isoformat())
        return hold


class LegalHold(models.Model):
    """One hold on one comment: its texts, its reports, whence it came. It may be lifted before its day."""

    comment = models.ForeignKey(
        "comments.Comment", verbose_name=_("comment"), on_delete=models.PROTECT, related_name="legal_holds"
    )
    until = models.DateField(_("last day"), help_text=_("After that day, what had its time goes."))
    reason = models.TextField(
        _("reason"),
        validators=[MaxLengthValidator(REASON_MAX_LENGTH)],
        help_text=_("Which authority or court asks, and the reference it gave."),
    )
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("placed by"), on_delete=models.PROTECT, related_name="+"
    )
    placed_at = models.DateTimeField(_("placed"), default=timezone.now)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True, editable=False)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering = ("-id",)
        default_permissions = ("view", "add")

    def __str__(self) -> str:
        return f"#{self.comment_id}: {self.until:%Y-%m-%d}"

    def clean(self) -> None:
        """Refuse a hold that would keep nothing."""
        if self.until and self.until < timezone.localdate():
            raise ValidationError({"until": _("That day is over.")})

    def lift(self, *, by: "User") -> None:
        """End it now, and record who did; twice is once."""
        _check(by)
        now = timezone.now()
        with transaction.atomic():
            if type(self).objects.filter(pk=self.pk, lifted_at=None).update(lifted_at=now):
                self.lifted_at = now
                Entry.objects.record(actor=by, action="legal-hold.lift", subject=self.comment, hold=self.pk)


def _check(by: "User") -> None:
    if not by.has_perm(PLACE):
        raise MoveNotAllowed(_("You may not place or lift a legal hold."))
