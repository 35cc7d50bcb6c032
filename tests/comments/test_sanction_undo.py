"""A sanction imposed by a slip of the hand is taken back within seconds, and nobody hears of it."""

from collections.abc import Callable

import pytest
from django.core import mail

from comments.models import MoveNotAllowed, Rule, Sanction
from comments.models.decision import UNDO_WINDOW
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.clock import Clock


@pytest.fixture
def ban(alice: User, carole: User, rule: Rule) -> Sanction:
    """What Carole did to Alice a moment ago."""
    return factories.sanction(alice, level="ban", by=carole, rule=rule)


def test_a_slip_is_taken_back_in_silence(ban: Sanction, carole: User) -> None:
    assert ban.may_be_undone_by(carole)

    lifting = ban.undo(by=carole)

    assert (lifting.reverses, lifting.is_told) == (ban.decision, False)
    assert not Sanction.objects.in_force().exists()
    assert not ban.may_be_undone_by(carole)
    with pytest.raises(MoveNotAllowed):
        ban.undo(by=carole)


def test_nobody_takes_back_another_s_sanction_or_takes_it_back_late(
    ban: Sanction, carole: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(MoveNotAllowed):
        ban.undo(by=factories.staff("Claude", "Chief moderator"))

    Clock(monkeypatch).wait(seconds=UNDO_WINDOW.total_seconds() + 1)
    with pytest.raises(MoveNotAllowed):
        ban.undo(by=carole)
    assert ban.is_in_force()


@pytest.mark.django_db(transaction=True)
def test_nobody_is_told_of_a_slip(ban: Sanction, carole: User, run_tasks: Callable[[], None]) -> None:
    ban.undo(by=carole)

    run_tasks()

    assert mail.outbox == []
