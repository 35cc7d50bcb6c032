"""Statements of reasons as the EU transparency database takes them (its schema of July 2025), without personal data.

The explanation is what a moderator wrote to the member: who submits it reads it over for names first.
"""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from comments.models import Decision, Role
from comments.transparency import Year
from newsroom.lib.addresses import absolute

FACTS_MAX_LENGTH = 5000
REFERENCE_MAX_LENGTH = 500

Restriction = Decision.Restriction
VISIBILITY = {
    Restriction.REMOVED: "DECISION_VISIBILITY_CONTENT_REMOVED",
    Restriction.DISABLED: "DECISION_VISIBILITY_CONTENT_DISABLED",
    Restriction.PRIOR_REVIEW: "DECISION_VISIBILITY_OTHER",
}
PROVISION = {
    Restriction.SUSPENDED: "DECISION_PROVISION_PARTIAL_SUSPENSION",
    Restriction.TERMINATED: "DECISION_PROVISION_PARTIAL_TERMINATION",
}
AUTOMATED = {
    Decision.Automated.FULLY: "AUTOMATED_DECISION_FULLY",
    Decision.Automated.PARTLY: "AUTOMATED_DECISION_PARTIALLY",
    Decision.Automated.NO: "AUTOMATED_DECISION_NOT_AUTOMATED",
}


def of_year(year: int) -> Iterator[dict[str, Any]]:
    """Yield the year's statements, the first one first; those taken back within seconds were never made."""
    period = Year(year)
    decisions = Decision.objects.restricting().filter(decided_at__gte=period.begins, decided_at__lt=period.ends)
    made = decisions.exclude(reversed_by__role=Role.UNDOING).order_by("id")
    told = made.select_related("comment__article", "charter_rule__charter").prefetch_related("reports")
    for decision in told.defer("comment__body", "comment__article__body").iterator(chunk_size=500):
        yield statement(decision)


def statement(decision: Decision) -> dict[str, Any]:
    """Return one decision in the database's terms."""
    content_date = decision.comment.created_at if decision.comment else decision.decided_at
    said: dict[str, Any] = {
        "puid": str(decision.puid),
        **_restriction(decision),
        **_ground(decision),
        "content_type": ["CONTENT_TYPE_TEXT"],
        "category": f"STATEMENT_CATEGORY_{decision.category.upper()}",
        "content_date": _day(content_date),
        "application_date": _day(decision.starts_at),
        "decision_facts": (decision.facts or _facts(decision))[:FACTS_MAX_LENGTH],
        "source_type": _source(decision),
        "automated_detection": "Yes" if decision.automated_detection else "No",
        "automated_decision": AUTOMATED[Decision.Automated(decision.automated_decision)],
    }
    if decision.comment:
        said["content_language"] = decision.comment.article.language[:2].upper()
    return said


def _restriction(decision: Decision) -> dict[str, Any]:
    restriction = Restriction(decision.restriction)
    if restriction in PROVISION:
        ends = {"end_date_service_restriction": _day(decision.ends_at)} if decision.ends_at else {}
        return {"decision_provision": PROVISION[restriction], **ends}
    said: dict[str, Any] = {"decision_visibility": [VISIBILITY[restriction]]}
    if restriction == Restriction.PRIOR_REVIEW:
        said["decision_visibility_other"] = "Publication subject to prior review"
    if decision.ends_at:
        said["end_date_visibility_restriction"] = _day(decision.ends_at)
    return said


def _ground(decision: Decision) -> dict[str, Any]:
    if decision.ground == Decision.Ground.LAW:
        return {
            "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
            "illegal_content_legal_ground": decision.legal_ground,
            "illegal_content_explanation": decision.explanation,
        }
    rule = decision.charter_rule
    said = {
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "incompatible_content_ground": str(rule)[:REFERENCE_MAX_LENGTH],
        "incompatible_content_explanation": decision.explanation,
    }
    if rule:
        said["decision_ground_reference_url"] = absolute(rule.get_absolute_url())
    return said


def _source(decision: Decision) -> str:
    """Return on whose word: a report of illegal content is a notice of article 16, one under the charter is none."""
    reports = list(decision.reports.all())
    if any(report.kind == report.Kind.ILLEGAL for report in reports):
        return "SOURCE_ARTICLE_16"
    if reports or decision.source != Decision.Source.OWN:
        return "SOURCE_TYPE_OTHER_NOTIFICATION"
    return "SOURCE_VOLUNTARY"


def _facts(decision: Decision) -> str:
    return "A reader's comment under an article." if decision.comment_id else "A member's comments taken together."


def _day(moment: Any) -> str:
    return timezone.localtime(moment).date().isoformat()
