"""A revision: one text that a comment had."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class Verdict(models.TextChoices):
    """What the intake made of a text; each is graver than the one before."""

    PASS = "pass", _("passed")
    FLAG = "flag", _("flagged")
    HOLD = "hold", _("held")
    REFUSE = "refuse", _("refused")


class Revision(models.Model):
    """One text of one comment, kept as it was judged."""

    comment = models.ForeignKey(
        Comment, verbose_name=_("comment"), on_delete=models.PROTECT, related_name="revisions", db_index=False
    )
    number = models.PositiveIntegerField(_("number"), default=1)
    body = models.TextField(_("text"), blank=True)
    verdict = models.CharField(_("verdict"), max_length=6, choices=Verdict, default=Verdict.PASS)
    # What the checks found, the places in the text by number: the words themselves go with the text.
    hits = models.JSONField(_("hits"), default=list, blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ("comment", "number")
        constraints = (models.UniqueConstraint(fields=("comment", "number"), name="revision_number_unique"),)

    def __str__(self) -> str:
        return f"{self.comment_id}.{self.number}"
