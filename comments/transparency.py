"""The transparency report of a year, computed from the rows (DSA 15; Implementing Regulation (EU) 2024/2835).

The sheets are those that concern a hosting service, under the regulation's own numbers. Counts are whole numbers, times
medians in hours, shares between 0 and 1; a figure that cannot be said is left blank. A decision taken back within
seconds by who made it was never told to anybody, and is not counted.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from statistics import median

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Appeal, Category, Decision, Report, Role, Sanction
from newsroom.lib.rows import Cell

HOUR = 3600
Restriction = Decision.Restriction
RESTRICTIONS = (
    Restriction.REMOVED,
    Restriction.DISABLED,
    Restriction.PRIOR_REVIEW,
    Restriction.SUSPENDED,
    Restriction.TERMINATED,
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of the report. `name` is its file's, `title` what readers see."""

    name: str
    title: str
    header: list[str]
    rows: list[list[Cell]]


class Year:
    """The figures of one calendar year, in the paper's own time."""

    def __init__(self, year: int) -> None:
        self.year = year
        self.begins, self.ends = (timezone.make_aware(datetime(one, 1, 1)) for one in (year, year + 1))  # noqa: DTZ001 - made aware here

    @property
    def is_over(self) -> bool:
        """Whether its figures are final."""
        return self.ends <= timezone.now()

    def sheets(self) -> list[Sheet]:
        """Return the sheets in the order of the regulation."""
        return [
            self.summary(),
            self.orders(),
            self.notices(),
            self.own_initiative("5_own_initiative_illegal", _("Own initiative: illegal content"), Decision.Ground.LAW),
            self.own_initiative("6_own_initiative_charter", _("Own initiative: the charter"), Decision.Ground.CHARTER),
            self.appeals(),
            self.automated(),
        ]

    def summary(self) -> Sheet:
        """Return whose report it is, and of when."""
        rows: list[list[Cell]] = [
            [_("Name of the service"), settings.SITE_NAME],
            [_("First day"), date(self.year, 1, 1).isoformat()],
            [_("Last day"), date(self.year, 12, 31).isoformat()],
            [_("Computed on"), timezone.localdate().isoformat()],
        ]
        return Sheet("1_summary", _("Summary"), [_("What"), _("Value")], rows)

    def orders(self) -> Sheet:
        """Return the measures that an authority ordered."""
        ordered = [one for one in self._measures if one.source == Decision.Source.ORDER]
        rows: list[list[Cell]] = [[label, number] for label, number in _by_category(ordered)]
        return Sheet("3_orders", _("Orders of authorities"), [_("Category"), _("Measures")], rows)

    def notices(self) -> Sheet:
        """Return the reports that came in, and what was done about them."""
        header = [
            _("Category"), _("Reports"), _("Comments reported"), _("Measures under the law"),
            _("Measures under the charter"), _("Median hours to the answer"),
        ]  # fmt: skip
        illegal = [one for one in self._reports if one.kind == Report.Kind.ILLEGAL]
        rows = [
            [str(category.label), *_of_reports([one for one in illegal if one.category == category])]
            for category in Category
        ]
        rows.append([_("All reports of illegal content"), *_of_reports(illegal)])
        of_charter = [one for one in self._reports if one.kind == Report.Kind.CHARTER]
        rows.append([_("Reports under the charter alone"), *_of_reports(of_charter)])
        return Sheet("4_notices", _("Reports"), header, rows)

    def own_initiative(self, name: str, title: str, ground: str) -> Sheet:
        """Return the measures that neither an order nor a report of illegal content came before."""
        own = [
            one
            for one in self._measures
            if one.ground == ground and one.source != Decision.Source.ORDER and one.pk not in self._after_notices
        ]
        header = [_("Category"), _("Measures"), _("Picked out by a machine"), *(str(one.label) for one in RESTRICTIONS)]
        rows = [[str(one.label), *_of_measures([d for d in own if d.category == one])] for one in Category]
        rows.append([_("All"), *_of_measures(own)])
        return Sheet(name, title, header, rows)

    def appeals(self) -> Sheet:
        """Return the appeals by what they are against, and how they ended."""
        header = [
            _("Against"), _("Appeals"), *(str(one.label) for one in Appeal.Outcome), _("Not decided yet"),
            _("Median hours to the decision"),
        ]  # fmt: skip
        kinds: dict[str, list[Appeal]] = {
            _("a decision on a comment"): [],
            _("a sanction"): [],
            _("an answer to a report"): [],
        }
        on_comment, on_member, on_answer = kinds.values()
        for appeal in self._appeals:
            kind = on_answer if appeal.report_id else on_comment if appeal.decision.comment_id else on_member
            kind.append(appeal)
        rows = [[label, *_of_appeals(found)] for label, found in kinds.items()]
        rows.append([_("All"), *_of_appeals(self._appeals)])
        for level, number in self._sanctions.items():
            rows.append([_("Sanctions: %(level)s") % {"level": level}, number, *[None] * (len(header) - 2)])
        return Sheet("7_appeals", _("Appeals and sanctions"), header, rows)

    def automated(self) -> Sheet:
        """Return what machines decided, and how often people found them wrong."""
        by_machine = [one for one in self._measures if one.automated_decision == Decision.Automated.FULLY]
        helped = [one for one in self._measures if one.automated_detection and one not in by_machine]
        rows: list[list[Cell]] = [
            [_("Decided by a machine alone"), len(by_machine), _share_reversed(by_machine)],
            [_("Picked out by a machine, decided by a person"), len(helped), _share_reversed(helped)],
            [_("Without a machine"), len(self._measures) - len(by_machine) - len(helped), None],
        ]
        return Sheet("8_automated", _("Automated means"), [_("How"), _("Measures"), _("Share reversed later")], rows)

    @cached_property
    def _measures(self) -> list[Decision]:
        taken = Decision.objects.restricting().filter(decided_at__gte=self.begins, decided_at__lt=self.ends)
        kept = taken.exclude(reversed_by__role=Role.UNDOING).select_related("reversed_by")
        # The words are long, and no figure needs them.
        return list(kept.defer("explanation", "facts", "reversed_by__explanation", "reversed_by__facts"))

    @cached_property
    def _reports(self) -> list[Report]:
        received = Report.objects.filter(created_at__gte=self.begins, created_at__lt=self.ends)
        return list(received.select_related("decision").defer("words", "decision__explanation"))

    @cached_property
    def _after_notices(self) -> set[int | None]:
        """The decisions that answered a report of illegal content."""
        answered = Report.objects.filter(kind=Report.Kind.ILLEGAL, decision__decided_at__gte=self.begins).order_by()
        return set(answered.values_list("decision", flat=True))

    @cached_property
    def _appeals(self) -> list[Appeal]:
        submitted = Appeal.objects.filter(submitted_at__gte=self.begins, submitted_at__lt=self.ends)
        return list(submitted.select_related("decision").defer("words", "decision__explanation"))

    @cached_property
    def _sanctions(self) -> dict[str, int]:
        imposed = Sanction.objects.filter(starts_at__gte=self.begins, starts_at__lt=self.ends).order_by()
        found = dict(imposed.values_list("level").annotate(models.Count("pk")))
        return {str(level.label): found.get(str(level.value), 0) for level in Sanction.Level}


def years() -> list[int]:
    """Return the years there is something to tell of, the latest first; this year always."""
    first = Decision.objects.order_by("decided_at").values_list("decided_at", flat=True).first()
    this_year = timezone.localdate().year
    return list(range(this_year, (timezone.localtime(first).year if first else this_year) - 1, -1))


def _by_category(decisions: Iterable[Decision]) -> list[tuple[str, int]]:
    found = Counter(one.category for one in decisions)
    return [*((str(one.label), found[one]) for one in Category), (_("All"), found.total())]


def _of_reports(reports: list[Report]) -> list[Cell]:
    answers = [(one, one.decision) for one in reports if one.decision]
    measures = {decision.pk: decision for _one, decision in answers if decision.restriction}.values()
    grounds = Counter(decision.ground for decision in measures)
    hours = [(decision.decided_at - one.created_at).total_seconds() / HOUR for one, decision in answers]
    return [
        len(reports),
        len({one.comment_id for one in reports}),
        grounds[Decision.Ground.LAW],
        grounds[Decision.Ground.CHARTER],
        _median(hours),
    ]


def _of_measures(decisions: list[Decision]) -> list[Cell]:
    found = Counter(one.restriction for one in decisions)
    detected = sum(one.automated_detection for one in decisions)
    return [len(decisions), detected, *(found[one] for one in RESTRICTIONS)]


def _of_appeals(appeals: list[Appeal]) -> list[Cell]:
    outcomes = Counter(one.outcome for one in appeals)
    hours = [(one.decided_at - one.submitted_at).total_seconds() / HOUR for one in appeals if one.decided_at]
    return [len(appeals), *(outcomes[one] for one in Appeal.Outcome), outcomes[""], _median(hours)]


def _share_reversed(decisions: list[Decision]) -> float | None:
    return round(sum(one.is_reversed for one in decisions) / len(decisions), 4) if decisions else None


def _median(hours: list[float]) -> float | None:
    return round(median(hours), 1) if hours else None
