"""The ladder: so many contributions against the charter within so many days lead to the proposal of a sanction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from comments.models.level import Level, Measure, Severity
from comments.models.strikes import Strike
from comments.models.transitions import MoveNotAllowed
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User

# Contributions, within days, level, length in days (moderation.md §7); a paper then writes its own.
FIRST = (
    (2, 30, Level.WARNING, None),
    (4, 90, Level.SUSPENSION, 7),
    (6, 180, Level.SUSPENSION, 30),
    (8, 365, Level.BAN, None),
)
# What a sanction looks back on where no step says how far.
YEAR = 365


class StaleLadder(Exception):
    """Somebody else rewrote the ladder first; nothing was changed."""


class LadderQuerySet(models.QuerySet["LadderStep"]):
    """Finds the steps, and rewrites them as a whole."""

    def install_first(self, using: str) -> None:
        """Store the steps the project comes with; where the paper has some, nothing happens."""
        steps = self.using(using)
        if not steps.exists():
            steps.bulk_create(LadderStep(**dict(zip(LadderStep.WRITTEN, row, strict=True))) for row in FIRST)

    def windows(self) -> list[int]:
        """Return over how many days its steps count, the shortest first."""
        return sorted(set(self.order_by().values_list("within_days", flat=True)))

    def looks_back(self) -> int:
        """Return over how many days the ladder counts at most; a year where it is empty."""
        return self.aggregate(most=models.Max("within_days"))["most"] or YEAR

    def rewrite(self, steps: Sequence["LadderStep"], *, by: User, seen: str) -> None:
        """Put these steps in the place of those there are, and record each change.

        `seen` is the fingerprint of the ladder that was on the screen. Raises StaleLadder when it is another by now,
        MoveNotAllowed for who may not, ValidationError for steps that make no ladder.
        """
        if not by.has_perm("comments.change_ladderstep"):
            raise MoveNotAllowed(_("You may not change the ladder."))
        check(steps)
        with transaction.atomic():
            held = {step.contributions: step for step in self.select_for_update()}
            if fingerprint(held.values()) != seen:
                raise StaleLadder
            wanted = {step.contributions: step for step in steps}
            for number in held.keys() - wanted.keys():
                Entry.objects.record(actor=by, action="ladder.remove", subject=held[number], was=str(held[number]))
                held[number].delete()
            for number, step in wanted.items():
                _write(step, held.get(number), by)


class LadderStep(Measure):
    """One step. It proposes; a moderator decides."""

    WRITTEN = ("contributions", "within_days", "level", "length_days")

    contributions = models.PositiveSmallIntegerField(
        _("contributions against the charter"), unique=True, validators=[MinValueValidator(1)]
    )
    within_days = models.PositiveSmallIntegerField(_("within how many days"), validators=[MinValueValidator(1)])
    length_days = models.PositiveSmallIntegerField(
        _("for how many days"), null=True, blank=True, validators=[MinValueValidator(1)]
    )

    objects = LadderQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of the ladder")
        verbose_name_plural = _("ladder of sanctions")
        ordering = ("contributions",)
        default_permissions = ("view", "change")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(contributions__gte=1, within_days__gte=1), name="ladder_step_counts_something"
            ),
            models.CheckConstraint(
                condition=models.Q(level="suspension", length_days__isnull=False, length_days__gte=1)
                | (models.Q(level="premoderation") & (models.Q(length_days=None) | models.Q(length_days__gte=1)))
                | models.Q(level__in=("warning", "ban"), length_days=None),
                name="ladder_step_length",
                violation_error_message=_("A suspension has a length in days; a warning and a ban have none."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.contributions} / {self.within_days} d: {self.level} {self.length_days or ''}".rstrip()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a member received for some comments, or was spared by a moderator who weighed them."""

    severity: Severity
    # None: whatever the comment, as under a sanction in force.
    comments: frozenset[int] | None

    def covers(self, strike: Strike, step: LadderStep) -> bool:
        """Return whether the strike had, in this, all that the step would give for it."""
        return self.severity >= step.severity and (self.comments is None or strike.comment_id in self.comments)


def due(
    steps: Iterable[LadderStep], strikes: Sequence[Strike], answers: Sequence[Answer], now: datetime
) -> tuple[LadderStep, list[Strike]] | None:
    """Return the gravest step that the strikes reach, and the strikes that reach it; None where there is none.

    A strike counts to the last moment of the days of a step, and no more once it was answered with as much.
    """
    for step in sorted(steps, key=lambda step: step.severity, reverse=True):
        since = now - timedelta(days=step.within_days)
        counted = [
            strike
            for strike in strikes
            if strike.decided_at >= since and not any(answer.covers(strike, step) for answer in answers)
        ]
        if len(counted) >= step.contributions:
            return step, counted
    return None


def check(steps: Sequence[LadderStep]) -> None:
    """Raise ValidationError unless each step is whole, and graver than the one before."""
    for step in steps:
        step.clean_fields()
        step.validate_constraints()
    climbed = sorted(steps, key=lambda step: step.contributions)
    for lower, higher in pairwise(climbed):
        if lower.contributions == higher.contributions:
            raise ValidationError(_("Two steps have the same number of contributions."))
        if lower.severity >= higher.severity:
            raise ValidationError(
                _("The step for %(number)d contributions must be graver than the one before."),
                params={"number": higher.contributions},
            )


def fingerprint(steps: Iterable[LadderStep]) -> str:
    """Return the words by which a ladder is told from another."""
    return "; ".join(str(step) for step in sorted(steps, key=lambda step: step.contributions))


def _write(step: LadderStep, held: LadderStep | None, by: User) -> None:
    """Store a step where it is new or says something else than the one held for its number."""
    if held is None:
        step.save(force_insert=True)
        Entry.objects.record(actor=by, action="ladder.add", subject=step, now=str(step))
    elif str(held) != str(step):
        step.pk = held.pk
        step.save(force_update=True)
        Entry.objects.record(actor=by, action="ladder.change", subject=step, was=str(held), now=str(step))
