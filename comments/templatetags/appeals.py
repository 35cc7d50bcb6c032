"""How pages say where a decision stands with who may contest it: `{% contest decision as contest %}`."""

from django import template

from comments.contests import Contest
from comments.models import Decision, Report

register = template.Library()


@register.simple_tag
def contest(decision: Decision) -> Contest:
    """Return the decision before the member it concerns."""
    return Contest(decision)


@register.simple_tag
def contest_of_report(report: Report) -> Contest | None:
    """Return the decision that answered the report, before who made it."""
    return Contest(report.decision, report) if report.decision else None
