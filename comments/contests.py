"""Where a decision stands with who may contest it: open until a day, sent, answered, or too late."""

from dataclasses import dataclass
from functools import cached_property

from django.core.signing import BadSignature
from django.db.models import FETCH_RAISE, Prefetch

from comments import tokens
from comments.models import Appeal, Decision, Report
from comments.models.appeal import is_contestable, is_too_late

JUDGED = ("comment__article__section", "member", "charter_rule__charter", "reversed_by", "sanction")


@dataclass(frozen=True)
class Contest:
    """A decision, before who may contest it: the member concerned, or who made the report."""

    decision: Decision
    report: Report | None = None

    @property
    def path(self) -> str:
        """The address of the page where it is contested, and where its answer is read."""
        return tokens.for_reporter(self.report) if self.report else tokens.for_author(self.decision)

    @cached_property
    def appeal(self) -> Appeal | None:
        """The appeal that was sent; no query where the decision came with its appeals."""
        mine = (one for one in self.decision.appeals.all() if one.report_id == (self.report and self.report.pk))
        return next(mine, None)

    @property
    def is_too_late(self) -> bool:
        """Whether the last day is over."""
        return is_too_late(self.decision)

    @property
    def is_contestable(self) -> bool:
        """Whether there is something to contest."""
        return is_contestable(self.decision, self.report)

    @property
    def is_open(self) -> bool:
        """Whether an appeal may still be sent."""
        return self.appeal is None and self.is_contestable and not self.is_too_late


def find(token: str) -> Contest | None:
    """Return what the signed address is for; None for a forged one, and for a report without an answer."""
    try:
        whose, row = tokens.read(token)
    except BadSignature:
        return None
    decisions = Decision.objects.select_related(*JUDGED).prefetch_related(with_appeals()).fetch_mode(FETCH_RAISE)
    if whose == tokens.AUTHOR:
        return Contest(decisions.get(puid=row))
    report = Report.objects.select_related("rule__charter", "reporter").get(pk=row)
    return Contest(decisions.get(pk=report.decision_id), report) if report.decision_id else None


def with_appeals(*way: str) -> "Prefetch[str]":
    """Return what brings the appeals against each decision with it; `way` leads to the decision."""
    return Prefetch("__".join([*way, "appeals"]), Appeal.objects.select_related("reversal"))
