"""The only door for reports: how often somebody may report, and what enough reports do."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import report_notices
from comments.models import Comment, Decision, Discussion, Known, Report, Rule, Sanction, Status
from comments.models.decision import ANSWERING
from comments.models.sender import Sender
from newsroom.subscribers.models import Subscription, User

# Nobody reads and reports that many comments in earnest: of a member, in any hour; of a network address, signed out.
MEMBER_REPORTS_AN_HOUR = 20
STRANGER_RATE = "10/h"

# So many members with a good record, and the comment is withheld until a moderator has examined it.
REPORTS_THAT_HIDE = 3
# A record is good with a published comment or a week of subscription, no sanction in force, and, where four or more
# of their reports were judged in three months, half of them that led to a measure.
SUBSCRIBED_FOR = timedelta(days=7)
JUDGED_IN = timedelta(days=90)
JUDGED_REPORTS = 4
UPHELD_SHARE = 0.5


class TooManyReports(Exception):
    """Somebody reports more than a person can. Carries the seconds to wait."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(seconds)


def file(comment: Comment, sender: Sender, **said: Any) -> tuple[Report, bool]:
    """Take in a report of a shown comment, with its receipt and its consequences; return it, and whether it is new.

    Raises StaleMove for a comment that is no longer shown, TooManyReports for a member in too much of a hurry.
    """
    if sender.member is not None:
        _check_rate(sender.member)
    with transaction.atomic():
        # One at a time for each comment: a moderator decides before or after, and the third report sees the others.
        shown = Comment.objects.select_for_update().get(pk=comment.pk)
        if shown.status != Status.PUBLISHED:
            raise shown.stale(comment.moves)
        report, is_new = Report.objects.file(shown, sender=sender, **said)
        if is_new:
            report_notices.deliver_receipt.enqueue(report.pk)
            Comment.objects.known([shown.pk], Known.REPORT)
            Discussion.objects.heat_if_needed(shown.article_id)
            _hide_if_reported_enough(shown)
    return report, is_new


def with_good_record(members: Iterable[int], now: datetime | None = None) -> set[int]:
    """Return those of the members whose reports count towards hiding a comment, in two queries."""
    now, members = now or timezone.now(), list(members)
    published = Comment.objects.filter(author=OuterRef("pk"), status=Status.PUBLISHED)
    subscribed = Subscription.objects.running(now).filter(user=OuterRef("pk"), starts_at__lte=now - SUBSCRIBED_FOR)
    sanctioned = Sanction.objects.in_force(now).filter(member=OuterRef("pk"))
    known = User.objects.filter(Exists(published) | Exists(subscribed), ~Exists(sanctioned), pk__in=members)
    return set(known.values_list("pk", flat=True)) - _often_wrong(members, now)


def _often_wrong(members: list[int], now: datetime) -> set[int]:
    """Return those whose reports were judged often enough, and led to a measure too seldom."""
    upheld = Q(decision__reversed_by=None) & ~Q(decision__restriction="")
    judged = Report.objects.filter(
        reporter__in=members, decision__role__in=ANSWERING, decision__decided_at__gt=now - JUDGED_IN
    )
    rows = judged.order_by().values("reporter").annotate(count=Count("pk"), right=Count("pk", filter=upheld))
    often = rows.filter(count__gte=JUDGED_REPORTS)
    return {row["reporter"] for row in often if row["right"] < UPHELD_SHARE * row["count"]}


def _hide_if_reported_enough(comment: Comment) -> None:
    """Withhold the comment, which stays to be judged with its reports, unless a moderator saw this very text."""
    reports = comment.reports.unanswered().filter(
        kind=Report.Kind.CHARTER, revision=comment.revision, reporter__isnull=False
    )
    members = dict(reports.order_by("-id").values_list("reporter", "rule"))
    if len(members) < REPORTS_THAT_HIDE or _was_kept(comment):
        return
    trusted = with_good_record(pk for pk in members if pk is not None)
    if len(trusted) >= REPORTS_THAT_HIDE:
        [(rule, _count)] = Counter(members[pk] for pk in trusted).most_common(1)
        comment.move_by_machine(
            Status.HIDDEN,
            rule=Rule.objects.get(pk=rule),
            explanation=_(
                "Several members reported this comment under this rule. It is withheld until a moderator has read it."
            ),
            source=Decision.Source.REPORT,
        )


def _was_kept(comment: Comment) -> bool:
    """Return whether a moderator read this revision and let it be shown."""
    decisions = comment.decisions.filter(revision=comment.revision, role__in=ANSWERING, now=Status.PUBLISHED)
    return decisions.filter(reversed_by=None).exists()


def _check_rate(member: User) -> None:
    hour = timedelta(hours=1)
    recent = Report.objects.filter(reporter=member, created_at__gt=timezone.now() - hour).order_by("-created_at")
    times = list(recent.values_list("created_at", flat=True)[:MEMBER_REPORTS_AN_HOUR])
    if len(times) == MEMBER_REPORTS_AN_HOUR:
        raise TooManyReports(max(1, round((times[-1] + hour - timezone.now()).total_seconds())))
