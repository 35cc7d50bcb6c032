"""What a successful appeal does to a sanction: it is lifted, or a milder one takes its place."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from comments.models import Decision, Role, Rule, Sanction
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.hearing import REASONS, heard


def sanctioned(member: User, by: User, rule: Rule, level: str = "ban", days: int | None = None) -> Decision:
    """Return the decision behind a sanction."""
    ends_at = timezone.now() + timedelta(days=days) if days else None
    return factories.sanction(member, level=level, by=by, rule=rule, explanation="Trop.", ends_at=ends_at).decision


@pytest.fixture
def claude(db: None) -> User:
    """Another chief moderator."""
    return factories.staff("Claude", "Chief moderator")


@pytest.mark.parametrize(("level", "days"), [("ban", None), ("suspension", 7), ("premoderation", None)])
def test_the_sanction_is_lifted(
    level: str, days: int | None, alice: User, carole: User, claude: User, rule: Rule
) -> None:
    decision = sanctioned(alice, carole, rule, level, days)

    appeal = heard(decision, claude)

    sanction = Sanction.objects.get()
    assert not Sanction.objects.in_force().exists()
    assert appeal.reversal == sanction.lifting
    assert sanction.lifting is not None
    assert (sanction.lifting.reverses, sanction.lifting.role) == (decision, Role.REVIEWER)


def test_a_sanction_that_is_over_no_longer_counts(alice: User, carole: User, claude: User, rule: Rule) -> None:
    decision = sanctioned(alice, carole, rule)
    decision.sanction.lift(by=carole, explanation="Entendu.")

    appeal = heard(decision, claude)

    assert appeal.reversal is not None
    assert appeal.reversal.reverses == decision
    assert Sanction.objects.count() == 1


@pytest.mark.parametrize(
    ("held", "milder", "allowed"),
    [
        (("ban", None), ("suspension", 7), True),
        (("ban", None), ("premoderation", None), True),
        (("ban", None), ("ban", None), False),
        (("suspension", 7), ("suspension", 3), True),
        (("suspension", 7), ("suspension", 30), False),
        (("suspension", 7), ("premoderation", None), True),
        (("suspension", 7), ("ban", None), False),
        (("premoderation", None), ("premoderation", 7), True),
        (("premoderation", 7), ("premoderation", None), False),
        (("premoderation", 7), ("suspension", 3), False),
        (("premoderation", 7), ("", None), False),
    ],
)
def test_partly_reversed_a_milder_sanction_takes_its_place(
    held: tuple[str, int | None],
    milder: tuple[str, int | None],
    allowed: bool,
    alice: User,
    carole: User,
    claude: User,
    rule: Rule,
) -> None:
    decision = sanctioned(alice, carole, rule, *held)
    level, days = milder
    measure = {"level": level, "ends_at": timezone.now() + timedelta(days=days) if days else None}

    if not allowed:
        with pytest.raises(ValidationError):
            heard(decision, claude, "partly_reversed", **measure)
        assert Sanction.objects.in_force().get().decision == decision
        return

    heard(decision, claude, "partly_reversed", **measure)
    left = Sanction.objects.in_force().get()
    assert (left.level, left.ends_at) == (level, measure["ends_at"])
    assert (left.decision.explanation, left.decision.decided_by) == (REASONS, claude)
