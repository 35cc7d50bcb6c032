"""Which comments a reader can reach, and which wait for a moderator."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

from comments.models.report import Report
from comments.models.transitions import BRANCH_STANDS, Status
from newsroom.lib import fulltext

if TYPE_CHECKING:
    from comments.models.comment import Comment, Known

# A reply to a reply to a reply to a reply: deeper, nobody follows, and a phone has no room.
MAX_DEPTH = 4
QUEUE_DEPTH = 1000
# What a moderator may still decide on once it was reported.
EXAMINED = (Status.PENDING, Status.PUBLISHED, Status.HIDDEN)


class CommentQuerySet(models.QuerySet["Comment"]):
    """Finds comments by what a reader may see."""

    def reachable(self) -> Self:
        """Return what every reader can reach: published, under ancestors below which a branch stands."""
        return self.filter(status=Status.PUBLISHED).standing()

    def standing(self) -> Self:
        """Return the comments, of any status, of which no ancestor cuts the branch."""
        rows = self
        for level in range(1, MAX_DEPTH + 1):
            ancestor = "__".join(["parent"] * level)
            rows = rows.filter(models.Q((ancestor, None)) | models.Q((f"{ancestor}__status__in", BRANCH_STANDS)))
        return rows

    def containing(self, query: str) -> Self:
        """Return the comments, of any status, whose text holds the words of the query."""
        return fulltext.matching(self, query)

    def reported(self) -> Self:
        """Return the shown comments with a report that no decision answered."""
        return self.filter(status=Status.PUBLISHED, pk__in=Report.objects.unanswered().values("comment"))

    def reported_illegal(self) -> Self:
        """Return what is to be judged first as illegal, shown or withheld: the most pressing report, then the oldest.

        The thousand most pressing reports are read from an index of their own.
        """
        return self._reported_as(Report.Kind.ILLEGAL)

    def reported_charter(self) -> Self:
        """Return what is reported as against the charter, shown or withheld, the oldest report first."""
        return self._reported_as(Report.Kind.CHARTER)

    def waiting(self) -> Self:
        """Return what waits for a moderator: of the pending, hidden, flagged and reported, the thousand oldest each.

        Each thousand is read from an index of its own; a queue that long is not longer to read than a short one.
        """
        rows = self.model._default_manager.order_by()
        by_status = (self.filter(status=status) for status in (Status.PENDING, Status.HIDDEN))
        kinds = (*by_status, self.filter(flagged=True), self.reported())
        oldest = (kind.order_by("created_at", "id").values("pk")[:QUEUE_DEPTH] for kind in kinds)
        first, *others = (rows.filter(pk__in=keys).values("pk") for keys in oldest)
        # One list of keys: PostgreSQL reads the whole table for an OR of four.
        return self.filter(pk__in=first.union(*others, all=True))

    def as_seen(self, pk: int, *, status: str, revision: int, moves: int) -> "Comment":
        """Return the comment if it still is what was on the screen; raise StaleMove otherwise."""
        comment = self.get(pk=pk)
        if (comment.status, comment.revision, comment.moves) != (status, revision, moves):
            raise comment.stale(moves)
        return comment

    def known(self, pks: Iterable[int], via: "Known", *, at: datetime | None = None) -> int:
        """Note that the paper knows of these comments, and how, from `at` (now); an earlier knowledge stands.

        Returns how many it did not know of. One UPDATE, compare and set.
        """
        unknown = self.filter(pk__in=list(pks), first_known_at=None)
        return unknown.update(first_known_at=at or timezone.now(), known_via=via)

    def _reported_as(self, kind: str) -> Self:
        reports = Report.objects.unanswered().filter(kind=kind).order_by("-priority", "id")
        first = reports.filter(comment=models.OuterRef("pk"))
        found = self.filter(status__in=EXAMINED, pk__in=reports.values("comment")[:QUEUE_DEPTH])
        pressing = models.Subquery(first.values("priority")[:1]), models.Subquery(first.values("pk")[:1])
        return found.alias(pressing=pressing[0], report=pressing[1]).order_by("-pressing", "report")
