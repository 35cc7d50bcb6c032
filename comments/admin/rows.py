"""What the desk shows of each comment, read in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import FETCH_RAISE, Prefetch, QuerySet
from django.utils import timezone

from comments.desk_forms import Seen
from comments.models import Claim, Comment, Known, Report, Sanction
from comments.models.transitions import Verb
from newsroom.subscribers.models import User

# Of a report: shown to a moderator on demand alone, which is recorded.
OF_THE_SENDER = ("reporter", "reporter_name", "reporter_email", "sender_key")


@dataclass(frozen=True, slots=True)
class Row:
    """One comment with what a moderator needs beside it."""

    comment: Comment
    # Those that no decision answered.
    reports: list[Report]
    discussion_is_premoderated: bool
    sanctions: list[Sanction]
    # Held by another moderator.
    claim: Claim | None
    seen: Seen
    verbs: list[Verb]

    @classmethod
    def of(cls, comment: Comment, person: User) -> "Row":
        """Return the row of a comment that came through `with_context`, for who looks at it."""
        reports = list(comment.reports.all())
        discussion = getattr(comment.article, "discussion", None)
        claim = _claim_of_another(comment, person)
        last_report = max((report.pk for report in reports), default=0)
        return cls(
            comment=comment,
            reports=reports,
            discussion_is_premoderated=discussion is not None and discussion.is_premoderated,
            sanctions=list(comment.author.sanctions.all()),
            claim=claim,
            seen=Seen(comment.status, comment.revision, comment.moves, last_report, claim.moderator_id if claim else 0),
            verbs=[verb for verb in comment.verbs_open_to(person) if verb != Verb.KEEP or reports or comment.flagged],
        )

    @property
    def may_be_published(self) -> bool:
        """Whether who looks at it may publish it with one button."""
        return Verb.PUBLISH in self.verbs


def _claim_of_another(comment: Comment, person: User) -> Claim | None:
    claim: Claim | None = getattr(comment, "claim", None)
    return claim if claim and claim.is_in_force() and claim.moderator_id != person.pk else None


def with_context[C: Comment](comments: QuerySet[C]) -> QuerySet[C]:
    """Return the comments with all that a row shows; `reports` and `sanctions` are those that count now."""
    unanswered = Report.objects.unanswered().select_related("rule").defer(*OF_THE_SENDER).order_by("id")
    in_force = Sanction.objects.in_force()
    return (
        comments.select_related("author", "article__section", "article__discussion", "claim__moderator")
        .defer("article__body")
        .prefetch_related(Prefetch("reports", unanswered), Prefetch("author__sanctions", in_force))
        .fetch_mode(FETCH_RAISE)
    )


def note_known(comments: Iterable[Comment]) -> None:
    """Note of those that no moderator's page showed before that the paper knows of them from now on (art. 93-3)."""
    unknown = [comment for comment in comments if comment.first_known_at is None]
    if not unknown:
        return
    now = timezone.now()
    Comment.objects.known([comment.pk for comment in unknown], Known.STAFF_VIEW, at=now)
    for comment in unknown:
        comment.first_known_at, comment.known_via = now, Known.STAFF_VIEW
