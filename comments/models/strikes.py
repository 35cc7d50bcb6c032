"""The strikes of a member: the decisions against their comments that count today, out of all they wrote."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import models

from comments.models.decision import Decision, DecisionQuerySet
from comments.models.transitions import DOWN
from newsroom.subscribers.models import User


class Strike(NamedTuple):
    """One contribution against the charter or the law."""

    decision_id: int
    comment_id: int
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """What a member wrote in the last `days`, and how much of it was against the charter (DSA 23(3)(a) and (b))."""

    days: int
    against: int
    written: int

    @property
    def percent(self) -> int:
        """The share against the charter, in whole percent."""
        return round(100 * self.against / self.written) if self.written else 0


def standing() -> DecisionQuerySet:
    """Return the decisions by which comments are refused or removed today, one a comment: the latest.

    By whom does not count: what a machine refused alone broke the charter as well, until somebody reverses it. The desk
    reads « by a machine alone » beside it, and the ladder only proposes. What was taken back, on appeal, as a slip or
    by putting the comment back, counts no longer.
    """
    taking = Decision.objects.restricting().filter(now__in=DOWN, reversed_by=None)
    later = taking.filter(comment=models.OuterRef("comment"), pk__gt=models.OuterRef("pk"))
    return taking.filter(~models.Exists(later), comment__status__in=DOWN).order_by("decided_at", "id")


def of(member: User, *, since: datetime) -> DecisionQuerySet:
    """Return the member's strikes that were decided at `since` or later, the oldest first."""
    return standing().filter(member=member, decided_at__gte=since)


def counted(decisions: DecisionQuerySet) -> list[Strike]:
    """Return no more of the decisions than counting takes."""
    return [Strike(*row) for row in decisions.values_list("pk", "comment_id", "decided_at")]


def tallies(member: User, windows: Iterable[int], now: datetime) -> list[Tally]:
    """Return one tally for each window of so many days up to `now`: two queries in all."""
    since = {days: now - timedelta(days=days) for days in windows}
    if not since:
        return []
    found = counted(of(member, since=min(since.values())))
    struck = {days: [one.comment_id for one in found if one.decided_at >= at] for days, at in since.items()}
    # A comment older than the window counts in it by the decision that struck it.
    inside = {days: models.Q(created_at__gte=at) | models.Q(pk__in=struck[days]) for days, at in since.items()}
    counts = {f"in_{days}": models.Count("pk", filter=one) for days, one in inside.items()}
    written = member.comments.filter(inside[max(since)]).order_by().aggregate(**counts)
    return [Tally(days, len(struck[days]), written[f"in_{days}"]) for days in since]


def lock(member_id: int) -> User:
    """Return the member, for this transaction alone: whoever else weighs or sanctions them waits for its end."""
    # A key share is held by every row that names the member: asking for more than no-key would wait for those too.
    return User.objects.select_for_update(no_key=True).get(pk=member_id)
