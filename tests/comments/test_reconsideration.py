"""What stood on decisions that were reversed falls with them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Decision, Proposal, Rule, Sanction
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.striking import last_decision, refused

WEEK = timedelta(days=7)


@pytest.fixture
def struck(free_article: Article, alice: User, maud: User, rule: Rule) -> list[Comment]:
    """Four comments of Alice's, refused by Maud; the ladder proposes a suspension."""
    return refused(free_article, alice, maud, rule, 4)


@pytest.fixture
def suspension(struck: list[Comment], alice: User, maud: User, rule: Rule) -> Sanction:
    """What Maud made of it."""
    return factories.sanction(alice, level="suspension", by=maud, rule=rule, ends_at=timezone.now() + WEEK)


def put_back(comments: list[Comment], carole: User) -> None:
    for comment in comments:
        comment.restore(by=carole, explanation="Relu : c’est une critique.")


def test_a_sanction_stands_on_the_strikes_of_its_step(suspension: Sanction, struck: list[Comment]) -> None:
    assert suspension.struck() == {comment.pk for comment in struck}
    assert suspension.threshold == 4


def test_it_falls_when_fewer_are_left_than_its_step_asks_for(
    suspension: Sanction, struck: list[Comment], carole: User, alice: User
) -> None:
    put_back(struck[:1], carole)

    suspension.refresh_from_db()
    lifting = suspension.lifting
    assert lifting is not None
    assert (lifting.member, lifting.decided_by, lifting.reverses) == (alice, carole, None)
    assert lifting.explanation
    assert lifting.is_told
    assert not Sanction.objects.in_force().exists()


def test_a_milder_step_is_proposed_for_what_is_left(suspension: Sanction, struck: list[Comment], carole: User) -> None:
    put_back(struck[:1], carole)

    assert Proposal.objects.open().get().level == "warning"


@pytest.mark.parametrize(("reversed_", "stands"), [(1, True), (3, True), (4, False)])
def test_without_a_step_it_stands_as_long_as_one_strike_does(
    reversed_: int, stands: bool, struck: list[Comment], alice: User, carole: User, rule: Rule
) -> None:
    Proposal.objects.open().get().dismiss(by=carole, reason="Une autre mesure.")
    ban = factories.sanction(alice, level="ban", by=carole, rule=rule)
    assert ban.threshold is None

    put_back(struck[:reversed_], carole)

    ban.refresh_from_db()
    assert ban.is_in_force() == stands


def test_it_stands_on_the_strikes_that_a_moderator_chose(
    struck: list[Comment], alice: User, carole: User, rule: Rule
) -> None:
    ban = factories.sanction(alice, level="ban", by=carole, rule=rule, stands_on=[last_decision(struck[2])])
    assert ban.struck() == {struck[2].pk}

    put_back(struck[:2], carole)
    ban.refresh_from_db()
    assert ban.is_in_force()

    put_back(struck[2:3], carole)
    ban.refresh_from_db()
    assert not ban.is_in_force()


def test_what_stands_on_no_strike_never_falls(alice: User, carole: User, rule: Rule) -> None:
    ban = factories.sanction(alice, level="ban", by=carole, rule=rule)

    assert Sanction.objects.reconsider(alice, by=carole, after=ban.decision) == []
    assert ban.is_in_force()


def test_a_warning_that_was_read_falls_too_and_counts_no_longer_before_a_suspension(
    free_article: Article, alice: User, maud: User, carole: User, rule: Rule
) -> None:
    comments = refused(free_article, alice, maud, rule, 2)
    warning = factories.sanction(alice, level="warning", by=maud, rule=rule)
    warning.acknowledge(by=alice)

    put_back(comments[:1], carole)

    suspension = factories.sanction(alice, level="suspension", by=maud, rule=rule, ends_at=timezone.now() + WEEK)
    assert suspension.prior_warning is None


def test_an_older_sanction_that_ended_is_left_alone(suspension: Sanction, struck: list[Comment], carole: User) -> None:
    past = timezone.now() - 2 * WEEK
    Sanction.objects.update(starts_at=past, ends_at=past + WEEK)

    put_back(struck, carole)

    suspension.refresh_from_db()
    assert suspension.lifting is None


def test_a_slip_taken_back_takes_the_sanction_with_it(
    free_article: Article, alice: User, maud: User, carole: User, rule: Rule
) -> None:
    refused(free_article, alice, maud, rule)
    [comment] = refused(free_article, alice, maud, rule)
    warning = factories.sanction(alice, level="warning", by=carole, rule=rule)

    comment.undo(last_decision(comment), by=maud)

    warning.refresh_from_db()
    assert not warning.is_in_force()


def test_a_restoration_that_was_a_slip_brings_the_sanction_back(
    suspension: Sanction, struck: list[Comment], alice: User, carole: User
) -> None:
    put_back(struck[:1], carole)
    suspension.refresh_from_db()
    fallen = suspension.lifting
    assert fallen is not None

    struck[0].undo(last_decision(struck[0]), by=carole)

    suspension.refresh_from_db()
    assert suspension.is_in_force()
    assert (suspension.lifting, suspension.fell_with) == (None, None)
    # Nobody is told of a slip, and nothing is proposed that the sanction gave already.
    assert not Decision.objects.get(pk=fallen.pk).is_to_be_told
    assert fallen not in Decision.objects.told()
    assert not Proposal.objects.open().exists()


def test_it_falls_again_when_the_restoration_was_meant(
    suspension: Sanction, struck: list[Comment], carole: User
) -> None:
    for slip in (True, False):
        put_back(struck[:1], carole)
        if slip:
            struck[0].undo(last_decision(struck[0]), by=carole)

    suspension.refresh_from_db()
    assert not suspension.is_in_force()


def test_what_was_lifted_by_hand_stays_lifted(suspension: Sanction, struck: list[Comment], carole: User) -> None:
    suspension.lift(by=carole, explanation="Entendu.")
    put_back(struck[:1], carole)

    struck[0].undo(last_decision(struck[0]), by=carole)

    assert not Sanction.objects.in_force().exists()


def test_a_sanction_that_took_its_place_meanwhile_stands_alone(
    struck: list[Comment], alice: User, carole: User, rule: Rule
) -> None:
    ban = factories.sanction(alice, level="ban", by=carole, rule=rule)
    put_back(struck, carole)
    other = factories.sanction(alice, level="ban", by=carole, rule=rule)

    struck[3].undo(last_decision(struck[3]), by=carole)

    assert Sanction.objects.in_force().get() == other != ban


def test_to_reconsider_twice_changes_nothing_more(
    suspension: Sanction, struck: list[Comment], alice: User, carole: User
) -> None:
    put_back(struck, carole)
    decisions = Decision.objects.count()

    assert Sanction.objects.reconsider(alice, by=carole, after=last_decision(struck[0])) == []
    assert Decision.objects.count() == decisions


def test_other_members_keep_theirs(
    suspension: Sanction, struck: list[Comment], basile: User, carole: User, rule: Rule
) -> None:
    other = factories.sanction(basile, level="ban", by=carole, rule=rule)

    put_back(struck, carole)

    other.refresh_from_db()
    assert other.is_in_force()
