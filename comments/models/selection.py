"""The paper's own choice among the comments, « sélection de la rédaction »."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment
from comments.models.discussion import Discussion
from comments.models.transitions import MoveNotAllowed, Status
from newsroom.audit.models import Entry

if TYPE_CHECKING:
    from newsroom.subscribers.models import User


class SelectionQuerySet(models.QuerySet["Selection"]):
    """Chooses comments, and unchooses them."""

    def choose(self, comment: Comment, *, by: "User") -> None:
        """Choose a published comment for the paper; twice is once."""
        _check(by)
        if comment.status != Status.PUBLISHED:
            raise MoveNotAllowed(_("Only a published comment is chosen."))
        with transaction.atomic():
            _one, is_new = self.get_or_create(comment=comment, defaults={"by": by})
            if is_new:
                _record(comment, by, "comment.choose")

    def drop(self, comment: Comment, *, by: "User") -> None:
        """Choose it no longer; not having been chosen is no matter."""
        _check(by)
        with transaction.atomic():
            deleted, _rows = self.filter(comment=comment).delete()
            if deleted:
                _record(comment, by, "comment.drop")


class Selection(models.Model):
    """One comment that the paper chose."""

    comment = models.OneToOneField(
        Comment, verbose_name=_("comment"), on_delete=models.PROTECT, related_name="selection"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("chosen by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("chosen"), default=timezone.now)

    objects = SelectionQuerySet.as_manager()

    class Meta:
        default_permissions = ("add",)
        verbose_name = _("choice of the paper")
        verbose_name_plural = _("choices of the paper")

    def __str__(self) -> str:
        return str(self.comment_id)


def _check(by: "User") -> None:
    if not by.has_perm("comments.add_selection"):
        raise MoveNotAllowed(_("You may not choose comments for the paper."))


def _record(comment: Comment, by: "User", action: str) -> None:
    Discussion.objects.bump(comment.article_id)
    Entry.objects.record(actor=by, action=action, subject=comment)
