"""A revision: one text that a comment had."""

from datetime import datetime
from typing import Any, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import IDEMPOTENCY_KEY_MAX_LENGTH, Comment
from comments.models.decision import ANSWERING, Decision
from comments.models.discussion import Discussion
from comments.models.legal_hold import LegalHold
from comments.models.transitions import Status
from comments.models.verdict import Verdict

type Hits = list[dict[str, Any]]


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Writes revisions, and never changes one."""

    def write(self, comment: Comment, *, body: str, verdict: Verdict, hits: Hits, key: str) -> None:
        """Give the comment a new text, which the intake judged: compare and set, and the discussion's version.

        Raises StaleMove for a comment that was decided on, or edited, meanwhile. What the verdict asks for is a move,
        which the intake makes in the same transaction.
        """
        now, number = timezone.now(), comment.revision + 1
        flagged = comment.status == Status.PUBLISHED and verdict == Verdict.FLAG
        changed = {"body": body, "revision": number, "edited_at": now, "flagged": flagged}
        with transaction.atomic():
            if not comment.as_it_stands().update(**changed):
                raise comment.stale(comment.moves)
            self.create(
                comment=comment, number=number, body=body, verdict=verdict, hits=hits, idempotency_key=key,
                created_at=now,
            )  # fmt: skip
            Discussion.objects.bump(comment.article_id)
        for name, value in changed.items():
            setattr(comment, name, value)

    def erased_and_free(self, now: datetime) -> Self:
        """Return the texts of erased comments that no legal hold keeps at `now`."""
        erased = self.filter(comment__status=Status.ERASED).exclude(body="")
        return erased.exclude(LegalHold.objects.keeping(now))

    def erase(self) -> int:
        """Leave no word of these texts; return how many."""
        return self.update(body="")

    def flagged_before(self, decision: Decision) -> Self:
        """Return the text that was shown and marked by a check, and that nobody had looked at before the decision."""
        looked_at = Decision.objects.filter(
            comment=models.OuterRef("comment"),
            revision=models.OuterRef("number"),
            role__in=ANSWERING,
            reversed_by=None,
            pk__lt=decision.pk,
        )
        judged = self.filter(comment=decision.comment_id, number=decision.revision, verdict=Verdict.FLAG)
        return judged.exclude(models.Exists(looked_at)) if decision.was == Status.PUBLISHED else self.none()


class Revision(models.Model):
    """One text of one comment, kept as it was judged."""

    comment = models.ForeignKey(
        Comment, verbose_name=_("comment"), on_delete=models.PROTECT, related_name="revisions", db_index=False
    )
    number = models.PositiveIntegerField(_("number"), default=1)
    body = models.TextField(_("text"), blank=True)
    verdict = models.CharField(_("verdict"), max_length=6, choices=Verdict, default=Verdict.PASS)
    # Of the form that sent this edit; empty for the first text, whose key is the comment's own.
    idempotency_key = models.CharField(max_length=IDEMPOTENCY_KEY_MAX_LENGTH, blank=True)
    # What the checks found, the places in the text by number: the words themselves go with the text.
    hits = models.JSONField(_("hits"), default=list, blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ("comment", "number")
        constraints = (
            models.UniqueConstraint(fields=("comment", "number"), name="revision_number_unique"),
            models.UniqueConstraint(
                fields=("comment", "idempotency_key"),
                condition=~models.Q(idempotency_key=""),
                name="revision_submitted_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.comment_id}.{self.number}"
