"""A note: what moderators tell each other about a member, and nobody else."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.transitions import MoveNotAllowed

if TYPE_CHECKING:
    from newsroom.subscribers.models import User

NOTE_MAX_LENGTH = 1000


class NoteQuerySet(models.QuerySet["Note"]):
    """Writes notes."""

    def write(self, member: "User", *, by: "User", words: str) -> "Note":
        """Store a note on the member; raise ValidationError naming `words` for one that says nothing or too much."""
        if not by.has_perm("comments.add_note") or by.pk == member.pk:
            raise MoveNotAllowed(_("You may not write notes on this member."))
        note = self.model(member=member, author=by, words=words.strip())
        note.clean_fields(exclude=("member", "author"))
        note.save(force_insert=True)
        return note


class Note(models.Model):
    """One private note; it stays as it was written, and goes with the member's account."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member"),
        on_delete=models.CASCADE,
        related_name="notes",
        db_index=False,
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), on_delete=models.PROTECT, related_name="+"
    )
    # No opinion, faith or health of the member: the law keeps those from files (GDPR 9).
    words = models.TextField(_("note"), validators=[MaxLengthValidator(NOTE_MAX_LENGTH)])
    created_at = models.DateTimeField(_("written"), default=timezone.now)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ("-id",)
        default_permissions = ("view", "add")
        indexes = (models.Index(fields=("member", "-id"), name="note_member"),)

    def __str__(self) -> str:
        return f"{self.member}: {self.created_at:%Y-%m-%d}"
