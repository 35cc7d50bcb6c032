"""How fast a member may write: generous for people, fatal for scripts. Edits count."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from comments.checks.matter import Hit, Matter
from comments.models import Comment, Revision
from newsroom.lib.prepared import DATE, Prepared, given
from newsroom.subscribers.models import User

# Who types fast sends one in ten seconds for a while; nobody writes a hundred and fifty comments in a day.
A_MINUTE = 6
AN_HOUR = 40
A_DAY = 150
RATES = (
    (timedelta(minutes=1), A_MINUTE),
    (timedelta(hours=1), AN_HOUR),
    (timedelta(days=1), A_DAY),
)


class TooFast(Exception):
    """The member sent more than people do; carries the seconds after which they may go on."""

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(retry_after)


def check(matter: Matter) -> Iterable[Hit]:
    """Find nothing; raise TooFast for a member who is over one of the rates."""
    now = timezone.now()
    sent = _sent(matter.author, now)
    waits = [sent[most - 1] + window - now for window, most in RATES if len(sent) >= most]
    seconds = max((ceil(wait.total_seconds()) for wait in waits), default=0)
    if seconds > 0:
        raise TooFast(seconds)
    return ()


def _sent(author: User, now: datetime) -> list[datetime]:
    """Return when the member's texts of the last day came in, the latest first; no more than the most of a day."""
    return [at for (at,) in SENT.all(author=author.pk, since=now - timedelta(days=1))]


def texts(author: Any, since: Any) -> QuerySet[Revision]:
    """Return what the author sent since then: by the index of their comments, so that their earlier years are not read.

    Both may be given later (`newsroom.lib.prepared`).
    """
    latest = Comment.objects.filter(author=author).order_by("-id").values("pk")[:A_DAY]
    return Revision.objects.filter(comment__in=latest, created_at__gt=since)


SENT: Prepared[tuple[datetime]] = Prepared(
    lambda: texts(given("author"), given("since", DATE)).order_by("-created_at").values_list("created_at")[:A_DAY]
)
