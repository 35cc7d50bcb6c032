"""The desk's own figures: what waits and since when, how fast it is judged, how often wrongly, and under which rule."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Appeal, Comment, Decision, Proposal, Report, Status
from comments.models.reach import QUEUE_DEPTH, CommentQuerySet
from comments.models.transitions import MODERATORS

# Long enough to level a bad night, short enough to see a bad week.
LOOKED_BACK = timedelta(days=30)
# The latest decisions from which a median is taken: more would not move it.
SAMPLE = 2000


@dataclass(frozen=True, slots=True)
class Waiting:
    """One queue: how many wait (QUEUE_DEPTH at most are counted), and since when the oldest does."""

    kind: str
    label: str
    number: int
    oldest: datetime | None

    @property
    def is_capped(self) -> bool:
        """Whether there may be more than were counted."""
        return self.number >= QUEUE_DEPTH


def waiting() -> list[Waiting]:
    """Return the queues of comments, the gravest first: two queries each."""
    comments = Comment.objects.order_by()
    kinds: list[tuple[str, str, CommentQuerySet]] = [
        ("illegal", _("Reported as illegal"), comments.reported_illegal()),
        ("reported", _("Reported under the charter"), comments.reported_charter()),
        (Status.PENDING, _("Pending"), comments.filter(status=Status.PENDING)),
        (Status.HIDDEN, _("Hidden"), comments.filter(status=Status.HIDDEN)),
        ("flagged", _("Flagged"), comments.filter(flagged=True)),
    ]
    return [Waiting(kind, label, *_counted(rows.order_by(), "created_at")) for kind, label, rows in kinds]


def others() -> dict[str, tuple[int, datetime | None]]:
    """Return how many appeals and proposals of the ladder wait, and since when the oldest does."""
    return {
        "appeals": _counted(Appeal.objects.waiting().order_by(), "submitted_at"),
        "proposals": _counted(Proposal.objects.filter(state=Proposal.State.OPEN).order_by(), "opened_at"),
    }


def hours_to_decide(now: datetime | None = None) -> float | None:
    """Return the median hours from a comment's writing to the decision that ended its waiting; None without any."""
    since = (now or timezone.now()) - LOOKED_BACK
    decided = Decision.objects.filter(role__in=MODERATORS, was=Status.PENDING, decided_at__gte=since, reversed_by=None)
    return _median_hours(decided.values_list("comment__created_at", "decided_at"))


def hours_to_answer(now: datetime | None = None) -> float | None:
    """Return the median hours from a report to its answer."""
    since = (now or timezone.now()) - LOOKED_BACK
    answered = Report.objects.filter(decision__decided_at__gte=since)
    return _median_hours(answered.values_list("created_at", "decision__decided_at"))


def hours_to_remove(now: datetime | None = None) -> float | None:
    """Return the median hours from the moment the paper knew of a text to its removal (loi 82-652, art. 93-3)."""
    since = (now or timezone.now()) - LOOKED_BACK
    removed = Decision.objects.filter(now=Status.REMOVED, decided_at__gte=since, comment__first_known_at__isnull=False)
    return _median_hours(removed.values_list("comment__first_known_at", "decided_at"))


def percent_reversed(now: datetime | None = None) -> float | None:
    """Return how many in a hundred of the appeals decided lately were reversed, wholly or in part; None without any."""
    decided = Appeal.objects.filter(decided_at__gte=(now or timezone.now()) - LOOKED_BACK)
    all_of_them = decided.count()
    return 100 * decided.filter(outcome__in=Appeal.REVERSING).count() / all_of_them if all_of_them else None


def by_rule(now: datetime | None = None) -> list[tuple[str, int]]:
    """Return how many comments were taken from their readers lately under each rule or the law, the most first."""
    since = (now or timezone.now()) - LOOKED_BACK
    taken = Decision.objects.restricting().filter(decided_at__gte=since, comment__isnull=False, reversed_by=None)
    named = taken.order_by().values_list("charter_rule__number", "charter_rule__title_fr", "ground")
    rows = named.annotate(number=models.Count("pk")).order_by("-number")
    return [(f"{place}. {title}" if place else _("The law"), number) for place, title, _ground, number in rows]


def _counted(rows: models.QuerySet[models.Model], at: str) -> tuple[int, datetime | None]:
    number = len(rows.values_list("pk")[:QUEUE_DEPTH])
    oldest = rows.order_by(at).values_list(at, flat=True).first() if number else None
    return number, oldest


def _median_hours(moments: models.QuerySet[Any, Any]) -> float | None:
    hours = [(end - start).total_seconds() / 3600 for start, end in moments.order_by("-id")[:SAMPLE]]
    return median(hours) if hours else None
