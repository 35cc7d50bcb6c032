"""What the desk shows of each comment, read in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import FETCH_RAISE, Prefetch, QuerySet
from django.utils import timezone
from django.utils.text import capfirst

from comments.desk_forms import Seen
from comments.models import Claim, Comment, Known, Report, Sanction, Status
from comments.models.transitions import Verb
from newsroom.subscribers.models import User

# Of a report: shown to a moderator on demand alone, which is recorded.
OF_THE_SENDER = ("reporter", "reporter_name", "reporter_email", "sender_key")


class Reported(NamedTuple):
    """A report, as the state of its comment shows it."""

    reason: str
    # Of one that is urgent: the priority, and its name.
    priority: int | None
    named: str


@dataclass(frozen=True, slots=True)
class State:
    """What a comment is, and what stands against it: words alone."""

    status: str
    named: str
    discussion_is_premoderated: bool
    sanctions: tuple[str, ...]
    reports: tuple[Reported, ...]
    # Who examines it, besides who looks.
    examiner: str


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
        found: Any = comment
        reports: list[Report] = found.unanswered
        discussion = getattr(comment.article, "discussion", None)
        claim = _claim_of_another(comment, person)
        last_report = max((report.pk for report in reports), default=0)
        return cls(
            comment=comment,
            reports=reports,
            discussion_is_premoderated=discussion is not None and discussion.is_premoderated,
            sanctions=found.author.in_force,
            claim=claim,
            seen=Seen(comment.status, comment.revision, comment.moves, last_report, claim.moderator_id if claim else 0),
            verbs=[verb for verb in comment.verbs_open_to(person) if verb != Verb.KEEP or reports or comment.flagged],
        )

    @property
    def state(self) -> State:
        """What it is, and what stands against it."""
        return State(
            status=self.comment.status,
            named=capfirst(str(Status(self.comment.status).label)),
            discussion_is_premoderated=self.discussion_is_premoderated,
            sanctions=tuple(sanction.get_level_display() for sanction in self.sanctions),
            reports=tuple(map(_as_shown, self.reports)),
            examiner=self.claim.moderator.display_name if self.claim else "",
        )

    @property
    def may_be_published(self) -> bool:
        """Whether who looks at it may publish it with one button."""
        return Verb.PUBLISH in self.verbs


def _as_shown(report: Report) -> Reported:
    urgent = report.is_urgent
    named = report.get_priority_display() if urgent else ""
    return Reported(capfirst(report.reason), report.priority if urgent else None, named)


def _claim_of_another(comment: Comment, person: User) -> Claim | None:
    claim: Claim | None = getattr(comment, "claim", None)
    return claim if claim and claim.is_in_force() and claim.moderator_id != person.pk else None


def with_context[C: Comment](comments: QuerySet[C]) -> QuerySet[C]:
    """Return the comments with all that a row shows; `unanswered` are the reports that count, `in_force` the
    sanctions of the author. Lists: to make a query set of each of a hundred takes longer than to ask."""
    unanswered = Report.objects.unanswered().select_related("rule").defer(*OF_THE_SENDER).order_by("id")
    in_force = Sanction.objects.in_force()
    return (
        comments.select_related("author", "article__section", "article__discussion", "claim__moderator")
        .defer("article__body")
        .prefetch_related(
            Prefetch("reports", unanswered, to_attr="unanswered"),
            Prefetch("author__sanctions", in_force, to_attr="in_force"),
        )
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
