"""What is a member's of the discussions: what they wrote, what was decided, and what they were told."""

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comments.models import (
    Acceptance,
    Appeal,
    Comment,
    ConnectionRecord,
    Decision,
    Proposal,
    Recommendation,
    ReplyNotices,
    Report,
    Revision,
    Role,
    Sanction,
)
from newsroom.lib.records import ADDRESS, Fact, Part, facts
from newsroom.subscribers.models import User


def _comments(member: User) -> QuerySet[Comment]:
    rows = Comment.objects.filter(author=member).select_related("article").defer("article__body")
    return rows.prefetch_related(Prefetch("revisions", Revision.objects.order_by("number"))).order_by("id")


def _decisions(member: User) -> QuerySet[Decision]:
    """Return all decisions about the member; what was taken back within seconds never happened."""
    slips = Q(role=Role.UNDOING) | Q(reversed_by__role=Role.UNDOING)
    kept = Decision.objects.filter(member=member).exclude(pk__in=Decision.objects.filter(slips).values("pk"))
    return kept.select_related("charter_rule__charter").order_by("id")


def _appeals(member: User) -> QuerySet[Appeal]:
    theirs = Q(decision__member=member, report=None) | Q(report__reporter=member) | Q(submitted_by=member)
    return Appeal.objects.filter(theirs).select_related("decision", "report").order_by("id")


def _number(pk: int | None) -> str:
    return f"#{pk}" if pk else ""


COMMENT = Fact("comment", _("Comment"), lambda row: row.comment_id, lambda row: _number(row.comment_id))
RULE = Fact("charter_rule", _("rule"), lambda row: row.charter_rule and str(row.charter_rule))
REVISIONS = facts(Revision, "number", "created_at", "body", "verdict")

PARTS = (
    Part(
        "acceptances",
        _("Acceptances of the charter"),
        ("comments.Acceptance.user",),
        lambda member: member.acceptances.select_related("charter").order_by("id"),
        facts(Acceptance, "charter__version", "at"),
    ),
    Part(
        "comments",
        _("Comments"),
        ("comments.Comment.author",),
        _comments,
        facts(
            Comment,
            Fact("id", _("number"), lambda row: row.pk, lambda row: _number(row.pk)),
            Fact("article", _("article"), lambda row: row.headline),
            ADDRESS,
            Fact("parent", _("Answer to"), lambda row: row.parent_id, lambda row: _number(row.parent_id)),
            *facts(Comment, "created_at", "status", "published_at", "edited_at", "recommended"),
            Fact("revisions", pgettext_lazy("revisions", "Texts"), lambda row: row.revisions.all(), within=REVISIONS),
        ),
    ),
    Part(
        "decisions",
        _("Decisions"),
        ("comments.Decision.member",),
        _decisions,
        facts(
            Decision,
            "puid",
            COMMENT,
            "revision",
            "decided_at",
            "role",
            "was",
            "now",
            "restriction",
            "starts_at",
            "ends_at",
            "ground",
            RULE,
            "legal_ground",
            "category",
            "explanation",
            "facts",
            "source",
            "automated_detection",
            "automated_decision",
            "none_owed",
            "notified_at",
            "appeal_deadline",
        ),
    ),
    Part(
        "sanctions",
        _("Sanctions"),
        ("comments.Sanction.member",),
        lambda member: member.sanctions.select_related("decision").order_by("id"),
        facts(
            Sanction,
            "level",
            "starts_at",
            "ends_at",
            "acknowledged_at",
            "lifted_at",
            "gravity",
            "window_days",
            "n_against",
            "n_total",
            "override_reason",
            "decision__puid",
        ),
    ),
    Part(
        # One that nobody answered is no judgement yet.
        "proposals",
        _("Sanctions that the ladder proposed"),
        ("comments.Proposal.member",),
        lambda member: member.proposals.exclude(state=Proposal.State.OPEN).order_by("id"),
        facts(
            Proposal,
            "level",
            "length_days",
            "state",
            "opened_at",
            "closed_at",
            "gravity_note",
            "n_against",
            "n_total",
            "reason",
        ),
    ),
    Part(
        "appeals",
        _("Appeals"),
        ("comments.Appeal.submitted_by",),
        _appeals,
        facts(
            Appeal,
            "puid",
            "decision__puid",
            "report__reference",
            "submitted_at",
            "words",
            "outcome",
            "reasons",
            "decided_at",
        ),
    ),
    Part(
        "reports",
        _("Reports that you made"),
        ("comments.Report.reporter",),
        lambda member: member.reports.select_related("rule__charter", "decision").order_by("id"),
        facts(
            Report,
            "reference",
            COMMENT,
            "revision",
            "created_at",
            "kind",
            Fact("reason", _("reason"), lambda row: row.reason),
            *facts(Report, "law", "words", "good_faith", "acknowledged_at"),
            Fact("answered_at", _("answered"), lambda row: row.answer and row.answer.decided_at),
            Fact(
                "answer",
                _("answer"),
                lambda row: row.answer and row.answer.now,
                lambda row: row.answer and row.answer.get_now_display(),
            ),
        ),
    ),
    Part(
        "recommendations",
        _("Recommendations"),
        ("comments.Recommendation.member",),
        lambda member: member.recommendations.order_by("id"),
        facts(Recommendation, COMMENT, Fact("at", _("at"), lambda row: row.created_at)),
    ),
    Part(
        "reply_notices",
        _("Answers by e-mail"),
        ("comments.ReplyNotices.member",),
        lambda member: ReplyNotices.objects.filter(member=member),
        facts(ReplyNotices, "often"),
    ),
    Part(
        "connection_records",
        _("Connections from which you contributed"),
        (),
        lambda member: ConnectionRecord.objects.filter(comment__author=member).order_by("id"),
        facts(ConnectionRecord, COMMENT, "act", "at", "address", "port"),
    ),
)
