"""A proposal is answered once: with a sanction as grave, or with the reason why none follows."""

import pytest
from django.core.exceptions import ValidationError

from articles.models import Article
from comments.models import MoveNotAllowed, Proposal, Rule, StaleProposal
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.striking import refused, states

State = Proposal.State


@pytest.fixture
def proposal(free_article: Article, alice: User, maud: User, rule: Rule) -> Proposal:
    """A warning proposed to Alice, two of whose comments Maud refused."""
    refused(free_article, alice, maud, rule, 2)
    return Proposal.objects.get()


def test_a_dismissal_has_a_reason_and_answers_these_strikes(
    proposal: Proposal, free_article: Article, alice: User, maud: User, rule: Rule
) -> None:
    with pytest.raises(ValidationError):
        proposal.dismiss(by=maud, reason=" … ")
    assert states() == [("warning", State.OPEN)]

    proposal.dismiss(by=maud, reason="Deux mots de trop, sans plus.")

    assert (proposal.closed_by, proposal.reason) == (maud, "Deux mots de trop, sans plus.")
    refused(free_article, alice, maud, rule)
    assert states() == [("warning", State.DISMISSED)]
    # A graver step counts them all the same.
    refused(free_article, alice, maud, rule)
    assert states()[1:] == [("suspension", State.OPEN)]


def test_it_is_answered_once(proposal: Proposal, maud: User, marius: User) -> None:
    other = Proposal.objects.get()
    proposal.dismiss(by=maud, reason="Sans gravité.")

    with pytest.raises(StaleProposal):
        other.dismiss(by=marius, reason="Sans suite.")
    assert Proposal.objects.get().closed_by == maud


@pytest.mark.parametrize(
    ("who", "level", "may"),
    [
        # Who would be allowed to impose it may dismiss it.
        ("maud", "warning", True),
        ("maud", "suspension", True),
        ("maud", "ban", False),
        ("carole", "ban", True),
        ("edith", "warning", False),
        ("basile", "warning", False),
        ("alice", "warning", False),
    ],
)
def test_who_may_impose_it_may_dismiss_it(
    who: str, level: str, may: bool, proposal: Proposal, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who)
    Proposal.objects.update(level=level, length_days=7 if level == "suspension" else None)
    proposal.refresh_from_db()

    assert proposal.may_be_answered_by(person) == may
    if may:
        proposal.dismiss(by=person, reason="Sans gravité.")
    else:
        with pytest.raises(MoveNotAllowed):
            proposal.dismiss(by=person, reason="Sans gravité.")


@pytest.mark.parametrize("level", ["warning", "premoderation", "ban"])
def test_a_sanction_as_grave_answers_it(level: str, proposal: Proposal, alice: User, carole: User, rule: Rule) -> None:
    sanction = factories.sanction(alice, level=level, by=carole, rule=rule)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.sanction, proposal.closed_by) == (State.IMPOSED, sanction, carole)
    assert set(sanction.strikes.all()) == set(proposal.strikes.all())
    assert (sanction.threshold, sanction.window_days) == (2, 30)
    assert (sanction.n_against, sanction.n_total) == (2, 2)


def test_a_milder_sanction_leaves_it_open(free_article: Article, alice: User, maud: User, rule: Rule) -> None:
    refused(free_article, alice, maud, rule, 4)

    sanction = factories.sanction(alice, level="warning", by=maud, rule=rule)

    assert states()[-1] == ("suspension", State.OPEN)
    assert sanction.threshold is None


def test_the_same_strikes_are_not_proposed_for_again_once_answered(
    proposal: Proposal, free_article: Article, alice: User, maud: User, rule: Rule
) -> None:
    factories.sanction(alice, level="warning", by=maud, rule=rule).acknowledge(by=alice)

    refused(free_article, alice, maud, rule)
    assert states() == [("warning", State.IMPOSED)]
    refused(free_article, alice, maud, rule)
    assert states()[1:] == [("suspension", State.OPEN)]


def test_nothing_is_proposed_to_who_is_banned(
    free_article: Article, alice: User, maud: User, carole: User, rule: Rule
) -> None:
    factories.sanction(alice, level="ban", by=carole, rule=rule)

    refused(free_article, alice, maud, rule, 8)

    assert not Proposal.objects.exists()


def test_a_slip_of_the_sanction_opens_it_again(proposal: Proposal, alice: User, maud: User, rule: Rule) -> None:
    sanction = factories.sanction(alice, level="warning", by=maud, rule=rule)

    sanction.undo(by=maud)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.sanction, proposal.closed_at) == (State.OPEN, None, None)
