"""A sanction: who may impose and lift it, once, with reasons, and nothing twice."""

import re
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from articles.models import Article
from comments.models import Decision, Level, MoveNotAllowed, Rule, Sanction
from newsroom.subscribers.models import User
from tests import factories

Impose = Callable[..., Sanction]
WEEK = timedelta(days=7)


@pytest.fixture
def impose(alice: User, carole: User, rule: Rule) -> Impose:
    """Return what sanctions Alice: a ban by Carole, unless told otherwise; `days` until it ends."""

    today = timezone.now()

    def impose(
        level: str = "ban", *, by: User = carole, days: int | None = None, explanation: str = "Trop."
    ) -> Sanction:
        ends_at = today + timedelta(days=days) if days is not None else None
        return factories.sanction(alice, level=level, by=by, rule=rule, explanation=explanation, ends_at=ends_at)

    return impose


@pytest.mark.parametrize(
    ("level", "days", "restriction"),
    [
        ("warning", None, ""),
        ("premoderation", None, Decision.Restriction.PRIOR_REVIEW),
        ("premoderation", 7, Decision.Restriction.PRIOR_REVIEW),
        ("suspension", 7, Decision.Restriction.SUSPENDED),
        ("ban", None, Decision.Restriction.TERMINATED),
    ],
)
def test_a_sanction_leaves_the_decision_behind_it(
    level: str, days: int | None, restriction: str, impose: Impose, alice: User, carole: User, rule: Rule
) -> None:
    sanction = impose(level, days=days)

    decision = Decision.objects.get()
    assert sanction.decision == decision
    assert (decision.member, decision.comment, decision.decided_by) == (alice, None, carole)
    assert (decision.restriction, decision.charter_rule, decision.explanation) == (restriction, rule, "Trop.")
    assert (decision.starts_at, decision.ends_at) == (sanction.starts_at, sanction.ends_at)


def test_the_decision_keeps_the_record_it_was_taken_on(
    impose: Impose, free_article: Article, alice: User, maud: User, rule: Rule
) -> None:
    said = [factories.comment(free_article, alice, f"Texte {number}") for number in range(3)]
    said[0].remove(by=maud, rule=rule, explanation="Insulte.")

    ban = impose()

    assert (ban.window_days, ban.n_total, ban.n_against, ban.percent) == (365, 3, 1, 33)
    assert [int(number) for number in re.findall(r"\d+", ban.decision.facts)] == [365, 3, 1]


@pytest.mark.parametrize(
    ("level", "days", "wrong"),
    [
        ("suspension", None, "__all__"),
        ("ban", 7, "__all__"),
        ("suspension", 0, "__all__"),
        ("suspension", -1, "__all__"),
        ("warning", 7, "__all__"),
        ("exile", None, "level"),
    ],
)
def test_a_sanction_that_makes_no_sense_is_refused(level: str, days: int | None, wrong: str, impose: Impose) -> None:
    with pytest.raises(ValidationError) as error:
        impose(level, days=days)

    assert wrong in error.value.message_dict
    assert not Sanction.objects.exists()
    assert not Decision.objects.exists()


@pytest.mark.parametrize("explanation", ["", "   ", "...", "\u200b"])
def test_a_sanction_without_reasons_is_refused(explanation: str, impose: Impose) -> None:
    with pytest.raises(ValidationError):
        impose(explanation=explanation)

    assert not Sanction.objects.exists()


# Who sanctions whom with what: a moderator warns, premoderates and suspends; bans, and staff, are for the chief.
MAY = {
    ("maud", "alice"): {"warning", "premoderation", "suspension"},
    ("carole", "alice"): {"warning", "premoderation", "suspension", "ban"},
    ("maud", "marius"): set(),
    ("maud", "edith"): set(),
    ("maud", "carole"): set(),
    ("maud", "maud"): set(),
    ("carole", "maud"): {"warning", "premoderation", "suspension", "ban"},
    ("carole", "edith"): {"warning", "premoderation", "suspension", "ban"},
    ("carole", "carole"): set(),
    ("edith", "alice"): set(),
    ("paul", "alice"): set(),
    ("basile", "alice"): set(),
}


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize(("who", "whom"), MAY)
def test_who_sanctions_whom_follows_the_table(
    who: str, whom: str, level: str, rule: Rule, request: pytest.FixtureRequest
) -> None:
    person, member = request.getfixturevalue(who), request.getfixturevalue(whom)
    ends_at = timezone.now() + WEEK if level == "suspension" else None

    if level in MAY[who, whom]:
        sanction = factories.sanction(member, level=level, by=person, rule=rule, ends_at=ends_at)
        assert sanction.decision.role == ("chief" if who == "carole" else "moderator")
        sanction.lift(by=person, explanation="Entendu.")
        return
    with pytest.raises(MoveNotAllowed):
        factories.sanction(member, level=level, by=person, rule=rule, ends_at=ends_at)
    other = factories.staff("Claude", "Chief moderator")
    held = factories.sanction(member, level=level, by=other, rule=rule, ends_at=ends_at)
    assert not held.may_be_lifted_by(person)
    with pytest.raises(MoveNotAllowed):
        held.lift(by=person, explanation="Assez.")


def test_nobody_sanctions_themselves_or_lifts_their_own(impose: Impose, alice: User, carole: User, rule: Rule) -> None:
    with pytest.raises(MoveNotAllowed):
        factories.sanction(carole, level="ban", by=carole, rule=rule, explanation="Trop.")

    other = factories.staff("Claude", "Chief moderator")
    ban = factories.sanction(carole, level="ban", by=other, rule=rule, explanation="Trop.")
    with pytest.raises(MoveNotAllowed):
        ban.lift(by=carole, explanation="Assez.")


@pytest.mark.parametrize(
    ("first", "second", "allowed"),
    [
        # What is in force, what is imposed on top, and whether that takes anything more.
        (("ban", None), ("ban", None), False),
        (("ban", None), ("suspension", 7), False),
        (("ban", None), ("premoderation", None), False),
        (("suspension", 7), ("suspension", 7), False),
        (("suspension", 7), ("suspension", 3), False),
        (("suspension", 7), ("suspension", 30), True),
        (("suspension", 7), ("ban", None), True),
        (("suspension", 7), ("premoderation", None), True),
        (("premoderation", None), ("premoderation", 7), False),
        (("premoderation", 7), ("premoderation", None), True),
        (("premoderation", None), ("suspension", 7), True),
        (("warning", None), ("warning", None), False),
        (("warning", None), ("suspension", 7), True),
        (("ban", None), ("warning", None), False),
    ],
)
def test_a_member_is_not_sanctioned_twice_for_the_same(
    first: tuple[str, int | None], second: tuple[str, int | None], allowed: bool, impose: Impose
) -> None:
    held = impose(first[0], days=first[1])

    if allowed:
        impose(second[0], days=second[1])
    else:
        with pytest.raises(ValidationError) as error:
            impose(second[0], days=second[1])
        assert held.get_level_display() in " ".join(error.value.messages)
    assert Sanction.objects.count() == Decision.objects.count() == 1 + allowed


def test_a_lifted_ban_can_be_imposed_again(impose: Impose, carole: User) -> None:
    impose().lift(by=carole, explanation="Entendu.")

    assert impose().is_in_force()


def test_a_sanction_is_lifted_once_with_a_reason(impose: Impose, carole: User, alice: User) -> None:
    ban = impose()
    with pytest.raises(ValidationError):
        ban.lift(by=carole, explanation="  ")

    ban.lift(by=carole, explanation="Entendu.")

    with pytest.raises(ValidationError):
        Sanction.objects.get(pk=ban.pk).lift(by=carole, explanation="Encore.")
    ban.refresh_from_db()
    assert not ban.is_in_force()
    assert ban.lifting is not None
    assert (ban.lifting.explanation, ban.lifting.decided_by, ban.lifting.member) == ("Entendu.", carole, alice)
    assert Decision.objects.count() == 2
    assert not Sanction.objects.in_force().exists()


def test_a_sanction_that_ended_is_not_lifted(impose: Impose, carole: User) -> None:
    suspension = impose("suspension", days=1)
    past = timezone.now() - WEEK
    Sanction.objects.filter(pk=suspension.pk).update(starts_at=past, ends_at=past + timedelta(days=1))
    suspension.refresh_from_db()

    with pytest.raises(ValidationError):
        suspension.lift(by=carole, explanation="Trop tard.")
    assert Decision.objects.count() == 1


def test_the_gravest_sanction_comes_first(impose: Impose) -> None:
    for level, days in (("premoderation", None), ("warning", None), ("suspension", 7), ("ban", None)):
        impose(level, days=days)

    in_force = [sanction.level for sanction in Sanction.objects.in_force()]
    assert in_force == ["ban", "suspension", "warning", "premoderation"]


@pytest.mark.parametrize(("level", "days"), [("warning", None), ("premoderation", 7), ("suspension", 7), ("ban", None)])
def test_it_holds_from_its_first_moment_to_the_last_before_its_end(
    level: str, days: int | None, impose: Impose
) -> None:
    sanction = impose(level, days=days)
    instant = timedelta(microseconds=1)
    starts = sanction.starts_at
    moments = {starts - instant: False, starts: True, starts + instant: True}
    if sanction.ends_at:
        moments |= {sanction.ends_at - instant: True, sanction.ends_at: False, sanction.ends_at + instant: False}

    for moment, holds in moments.items():
        assert Sanction.objects.in_force(moment).exists() == holds
        assert sanction.is_in_force(moment) == holds


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("level", "days"), [("ban", None), ("suspension", 7)])
def test_of_two_chiefs_at_once_one_sanctions_and_the_other_is_told(
    level: str, days: int | None, alice: User, carole: User, rule: Rule
) -> None:
    ends_at = timezone.now() + timedelta(days=days) if days else None
    chiefs = [carole, factories.staff("Claude", "Chief moderator")]
    start = threading.Barrier(len(chiefs))
    outcomes: list[object] = []

    def impose(chief: User) -> None:
        start.wait()
        try:
            outcomes.append(
                factories.sanction(alice, level=level, by=chief, rule=rule, explanation="Trop.", ends_at=ends_at)
            )
        except ValidationError as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=impose, args=(chief,)) for chief in chiefs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Sanction", "ValidationError"]
    assert Sanction.objects.count() == Decision.objects.count() == 1
