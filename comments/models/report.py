"""A report: a reader says that a comment breaks the charter."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.charter import Rule
from comments.models.decision import Decision
from comments.models.discussion import Discussion

if TYPE_CHECKING:
    from comments.models.comment import Comment
    from newsroom.subscribers.models import User

WORDS_MAX_LENGTH = 1000


class ReportQuerySet(models.QuerySet["Report"]):
    """Finds reports."""

    def unanswered(self) -> Self:
        """Return the reports that no decision answered yet."""
        return self.filter(decision=None)

    def file(self, comment: "Comment", *, by: "User", rule: Rule, words: str) -> bool:
        """Store the report, once; return False for one that this reader made of this text under this rule before."""
        with transaction.atomic():
            _report, is_new = self.get_or_create(
                comment=comment, revision=comment.revision, reporter=by, rule=rule, defaults={"words": words}
            )
            if is_new:
                Discussion.objects.heat_if_needed(comment.article_id)
        return is_new


class Report(models.Model):
    """One report by one reader of one revision under one rule."""

    comment = models.ForeignKey(
        "comments.Comment",
        verbose_name=_("comment"),
        on_delete=models.PROTECT,
        related_name="reports",
        db_index=False,
    )
    revision = models.PositiveIntegerField(_("revision"))
    # Never shown to the author (DSA 17(3)(b)).
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("reporter"), on_delete=models.PROTECT, related_name="reports"
    )
    rule = models.ForeignKey(Rule, verbose_name=_("rule"), on_delete=models.PROTECT, related_name="reports")
    words = models.TextField(_("in your words"), max_length=WORDS_MAX_LENGTH, blank=True)
    created_at = models.DateTimeField(_("received"), default=timezone.now)
    decision = models.ForeignKey(
        Decision, verbose_name=_("decision"), null=True, on_delete=models.PROTECT, related_name="reports"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ("-id",)
        default_permissions = ("view",)
        indexes = (
            models.Index(fields=("comment",), condition=models.Q(decision=None), name="report_unanswered"),
            models.Index(fields=("created_at",), name="report_received"),
        )
        constraints = (models.UniqueConstraint(fields=("comment", "revision", "reporter", "rule"), name="report_once"),)

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.rule}"
