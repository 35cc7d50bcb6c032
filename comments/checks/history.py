"""What became of the author's latest comments: a member who is refused often is read first."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from comments.checks.matter import Hit, Matter, hit
from comments.models import Comment, Verdict
from comments.models.transitions import DOWN

PERIOD = timedelta(days=30)
# More than three in ten, and never on one alone.
SHARE = 0.3
AT_LEAST = 2


def check(matter: Matter) -> Iterable[Hit]:
    """Hold the text of a member of whose comments of the last 30 days too many were against the charter."""
    lately = Comment.objects.filter(author=matter.author, created_at__gt=timezone.now() - PERIOD)
    against = Count("pk", filter=Q(status__in=DOWN))
    figures = lately.order_by().aggregate(against=against, written=Count("pk"))
    if figures["against"] >= AT_LEAST and figures["against"] > SHARE * figures["written"]:
        yield hit("history", Verdict.HOLD, **figures)
