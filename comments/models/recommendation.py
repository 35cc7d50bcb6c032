"""A recommendation: a member says that a comment is worth reading; once each, and it can be taken back."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment
from comments.models.discussion import Discussion

if TYPE_CHECKING:
    from newsroom.subscribers.models import User


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    """Gives recommendations and takes them back; the comment's number is what there is, never one more or less."""

    def give(self, comment: Comment, *, by: "User") -> None:
        """Recommend the comment; twice is once."""
        with transaction.atomic():
            # One at a time for each comment: the number counts what the one before stored.
            Comment.objects.select_for_update().get(pk=comment.pk)
            _one, is_new = self.get_or_create(comment=comment, member=by)
            if is_new:
                self._count(comment)

    def take_back(self, comment: Comment, *, by: "User") -> None:
        """Recommend it no longer; not having recommended it is no matter."""
        with transaction.atomic():
            Comment.objects.select_for_update().get(pk=comment.pk)
            deleted, _rows = self.filter(comment=comment, member=by).delete()
            if deleted:
                self._count(comment)

    def _count(self, comment: Comment) -> None:
        number = self.filter(comment=comment).count()
        Comment.objects.filter(pk=comment.pk).update(recommended=number)
        Discussion.objects.bump(comment.article_id)


class Recommendation(models.Model):
    """One recommendation of one comment by one member."""

    comment = models.ForeignKey(
        Comment, verbose_name=_("comment"), on_delete=models.PROTECT, related_name="recommendations", db_index=False
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member"),
        on_delete=models.CASCADE,
        related_name="recommendations",
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("recommendation")
        constraints = (models.UniqueConstraint(fields=("comment", "member"), name="recommendation_once"),)

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.member}"
