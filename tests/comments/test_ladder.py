"""The ladder as data: which step so many strikes reach, who rewrites it, and that nobody fills it again."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from comments.models import LadderStep, Level, MoveNotAllowed, StaleLadder
from comments.models.ladder import FIRST, Answer, due, fingerprint
from comments.models.level import severity
from comments.models.strikes import Strike
from newsroom import guards
from newsroom.apps import prepare_database
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User

NOW = timezone.now()
INSTANT = timedelta(microseconds=1)


def step(contributions: int, within_days: int, level: str, length_days: int | None = None) -> LadderStep:
    return LadderStep(contributions=contributions, within_days=within_days, level=level, length_days=length_days)


LADDER = [step(*row) for row in FIRST]


def strikes(*days_ago: float) -> list[Strike]:
    """Return one strike for each age, on comments numbered from 1."""
    return [Strike(number, number, NOW - timedelta(days=days)) for number, days in enumerate(days_ago, 1)]


@pytest.mark.parametrize(
    ("ages", "reached"),
    [
        # Ages of the strikes in days -> the step they reach.
        ([], None),
        ([0], None),
        ([0, 0], 2),
        # To the last moment of the last day.
        ([0, 30], 2),
        ([0, 30.00001], None),
        ([0, 0, 0], 2),
        ([0, 0, 0, 0], 4),
        ([0, 31, 60, 90], 4),
        ([0, 31, 60, 90.00001], None),
        ([0, 1, 60, 90.00001], 2),
        ([0, 0, 0, 0, 180, 180], 6),
        ([0, 0, 0, 0, 180, 180.00001], 4),
        ([0] * 7, 6),
        ([0] * 8, 8),
        ([0] * 20, 8),
        ([0, 50, 100, 150, 200, 250, 300, 365], 8),
        ([0, 50, 100, 150, 200, 250, 300, 365.00001], None),
    ],
)
def test_strikes_reach_the_gravest_step_whose_days_hold_enough_of_them(ages: list[float], reached: int | None) -> None:
    found = due(LADDER, strikes(*ages), [], NOW)

    assert (found[0].contributions if found else None) == reached


def test_exactly_so_many_days_ago_still_counts_and_an_instant_earlier_no_more() -> None:
    edge = NOW - timedelta(days=30)

    assert due(LADDER, [Strike(1, 1, NOW), Strike(2, 2, edge)], [], NOW)
    assert not due(LADDER, [Strike(1, 1, NOW), Strike(2, 2, edge - INSTANT)], [], NOW)


WARNED = severity(Level.WARNING, None)
A_WEEK = severity(Level.SUSPENSION, timedelta(days=7))
A_MONTH = severity(Level.SUSPENSION, timedelta(days=30))
BANNED = severity(Level.BAN, None)


@pytest.mark.parametrize(
    ("number", "answers", "reached"),
    [
        # How many strikes, what was received for which comments -> the step.
        (2, [Answer(WARNED, frozenset({1, 2}))], None),
        (3, [Answer(WARNED, frozenset({1, 2}))], None),
        (4, [Answer(WARNED, frozenset({1, 2}))], 4),
        (4, [Answer(A_WEEK, frozenset({1, 2, 3, 4}))], None),
        (5, [Answer(A_WEEK, frozenset({1, 2, 3, 4}))], None),
        # Two more than the suspension was for: enough for a graver one, which counts all six.
        (6, [Answer(A_WEEK, frozenset({1, 2, 3, 4}))], 6),
        (6, [Answer(A_MONTH, frozenset({1, 2, 3, 4}))], 2),
        (6, [Answer(A_MONTH, frozenset({1, 2, 3, 4, 5, 6}))], None),
        (8, [Answer(A_MONTH, frozenset({1, 2, 3, 4, 5, 6}))], 8),
        (8, [Answer(BANNED, frozenset(range(1, 9)))], None),
        # In force: whatever the comment.
        (9, [Answer(BANNED, None)], None),
        (2, [Answer(A_WEEK, None)], None),
        (6, [Answer(A_WEEK, None)], 6),
    ],
)
def test_what_was_received_for_a_strike_is_not_proposed_for_it_again(
    number: int, answers: list[Answer], reached: int | None
) -> None:
    found = due(LADDER, strikes(*[0] * number), answers, NOW)

    assert (found[0].contributions if found else None) == reached


def test_a_new_database_has_the_first_ladder(db: None) -> None:
    assert list(LadderStep.objects.values_list(*LadderStep.WRITTEN)) == list(FIRST)


@pytest.mark.django_db(transaction=True)
def test_a_flushed_database_has_it_again() -> None:
    LadderStep.objects.all().delete()
    # What is kept for good refuses to be emptied.
    guards.remove(connection)

    call_command("flush", interactive=False, verbosity=0)

    assert LadderStep.objects.count() == len(FIRST)


def test_a_ladder_that_a_paper_emptied_stays_empty(carole: User) -> None:
    seen = fingerprint(LadderStep.objects.all())
    LadderStep.objects.rewrite([], by=carole, seen=seen)

    prepare_database(using="default")

    assert not LadderStep.objects.exists()


def test_each_change_of_the_ladder_is_recorded(carole: User) -> None:
    seen = fingerprint(LadderStep.objects.all())
    new = [step(2, 30, "warning"), step(4, 60, "suspension", 7), step(7, 180, "ban")]

    LadderStep.objects.rewrite(new, by=carole, seen=seen)

    assert fingerprint(LadderStep.objects.all()) == fingerprint(new)
    done = Entry.objects.filter(action__startswith="ladder.").order_by("action", "subject")
    assert [entry.action for entry in done] == ["ladder.add", "ladder.change", "ladder.remove", "ladder.remove"]
    assert {entry.actor for entry in done} == {carole}
    assert done[1].detail == {"was": "4 / 90 d: suspension 7", "now": "4 / 60 d: suspension 7"}


def test_what_stays_the_same_is_no_change(carole: User) -> None:
    seen = fingerprint(LadderStep.objects.all())

    LadderStep.objects.rewrite([step(*row) for row in FIRST], by=carole, seen=seen)

    assert not Entry.objects.filter(action__startswith="ladder.").exists()


def test_of_two_who_rewrite_it_the_second_is_told(carole: User) -> None:
    seen = fingerprint(LadderStep.objects.all())
    LadderStep.objects.rewrite([step(3, 30, "warning")], by=carole, seen=seen)

    with pytest.raises(StaleLadder):
        LadderStep.objects.rewrite([], by=carole, seen=seen)
    assert LadderStep.objects.count() == 1


@pytest.mark.parametrize("who", ["maud", "edith", "paul", "alice"])
def test_only_the_chief_moderator_rewrites_it(db: None, who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(MoveNotAllowed):
        LadderStep.objects.rewrite([], by=request.getfixturevalue(who), seen=fingerprint(LadderStep.objects.all()))
    assert LadderStep.objects.exists()


@pytest.mark.parametrize(
    "rows",
    [
        [(0, 30, "warning", None)],
        [(2, 0, "warning", None)],
        [(2, 30, "exile", None)],
        [(2, 30, "warning", 7)],
        [(2, 30, "ban", 7)],
        [(2, 30, "suspension", None)],
        [(2, 30, "suspension", 0)],
        # No step for more contributions is as mild as the one before.
        [(2, 30, "suspension", 7), (4, 90, "warning", None)],
        [(2, 30, "suspension", 7), (4, 90, "suspension", 7)],
        [(2, 30, "premoderation", None), (4, 90, "premoderation", 30)],
        [(2, 30, "warning", None), (2, 90, "ban", None)],
    ],
)
def test_steps_that_make_no_ladder_are_refused(carole: User, rows: list[tuple[int, int, str, int | None]]) -> None:
    seen = fingerprint(LadderStep.objects.all())

    with pytest.raises(ValidationError):
        LadderStep.objects.rewrite([step(*row) for row in rows], by=carole, seen=seen)
    assert fingerprint(LadderStep.objects.all()) == seen


@pytest.mark.parametrize(
    "row",
    [
        (0, 30, "warning", None),
        (3, 0, "warning", None),
        (3, 30, "warning", 7),
        (3, 30, "ban", 7),
        (3, 30, "suspension", None),
        (3, 30, "suspension", 0),
        (2, 30, "warning", None),
    ],
)
def test_the_database_refuses_a_step_that_makes_no_sense(db: None, row: tuple[int, int, str, int | None]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        step(*row).save(force_insert=True)
