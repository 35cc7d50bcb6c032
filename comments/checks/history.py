"""What became of the author's latest comments: a member who is refused often is read first."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from comments.checks.matter import Hit, Matter, hit
from comments.models import Comment, Verdict
from comments.models.transitions import DOWN
from newsroom.lib.prepared import DATE, Prepared, given

PERIOD = timedelta(days=30)
# More than three in ten, and never on one alone.
SHARE = 0.3
AT_LEAST = 2
COUNTED = ("against", "written")


def check(matter: Matter) -> Iterable[Hit]:
    """Hold the text of a member of whose comments of the last 30 days too many were against the charter."""
    for against, written in FIGURES.all(author=matter.author.pk, since=timezone.now() - PERIOD):
        if against >= AT_LEAST and against > SHARE * written:
            yield hit("history", Verdict.HOLD, against=against, written=written)


def _figures() -> Any:
    lately = Comment.objects.filter(author=given("author"), created_at__gt=given("since", DATE))
    against = Count("pk", filter=Q(status__in=DOWN))
    return lately.order_by().values("author").annotate(against=against, written=Count("pk")).values_list(*COUNTED)


FIGURES: Prepared[tuple[int, int]] = Prepared(_figures)
