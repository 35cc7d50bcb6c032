"""The ladder proposes, in the transaction of the decision that reached a step; a moderator decides."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from comments.models import (
    Comment,
    Decision,
    LadderStep,
    Proposal,
    Rule,
    Sanction,
    Status,
)
from newsroom.subscribers.models import User
from tests.comments.clock import Clock
from tests.comments.hearing import heard
from tests.comments.striking import last_decision, refused, states
from tests.comments.trees import planted

State = Proposal.State


@pytest.fixture
def proposal(free_article: Article, alice: User, maud: User, rule: Rule) -> Proposal:
    """A warning proposed to Alice, two of whose comments Maud refused."""
    refused(free_article, alice, maud, rule, 2)
    return Proposal.objects.get()


def test_the_step_s_last_strike_opens_it_with_figures_that_stay(
    free_article: Article, alice: User, maud: User, rule: Rule
) -> None:
    for _number in range(3):
        planted(free_article, alice)
    [first] = refused(free_article, alice, maud, rule)
    assert not Proposal.objects.exists()

    [second] = refused(free_article, alice, maud, rule)
    planted(free_article, alice)

    proposal = Proposal.objects.get()
    assert (proposal.member, proposal.level, proposal.length_days, proposal.threshold) == (alice, "warning", None, 2)
    assert (proposal.window_days, proposal.n_against, proposal.n_total, proposal.percent) == (30, 2, 5, 40)
    assert {strike.comment for strike in proposal.strikes.all()} == {first, second}
    assert proposal.gravity_note == f"2 × {rule}"


def test_what_a_machine_refused_counts_until_it_is_reversed(
    free_article: Article, alice: User, maud: User, carole: User, rule: Rule
) -> None:
    refused(free_article, alice, maud, rule)
    by_machine = planted(free_article, alice, Status.PENDING)
    decision = by_machine.move_by_machine(Status.REFUSED, rule=rule, explanation="Un mot de la liste.")
    assert Proposal.objects.open().get().strikes.count() == 2

    heard(decision, carole)

    assert not Proposal.objects.open().exists()


def test_it_never_imposes_by_itself(free_article: Article, alice: User, maud: User, rule: Rule) -> None:
    refused(free_article, alice, maud, rule, 9)

    assert not Sanction.objects.exists()
    assert states() == [
        ("warning", State.SUPERSEDED),
        ("suspension", State.SUPERSEDED),
        ("suspension", State.SUPERSEDED),
        ("ban", State.OPEN),
    ]


def test_a_member_has_one_open_at_most(proposal: Proposal, alice: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(member=alice, level="ban", threshold=8)


def test_what_was_decided_on_somebody_else_is_not_theirs(
    free_article: Article, alice: User, basile: User, maud: User, rule: Rule
) -> None:
    refused(free_article, alice, maud, rule)
    refused(free_article, basile, maud, rule)

    assert not Proposal.objects.exists()


def test_a_comment_counts_once(free_article: Article, alice: User, maud: User, carole: User, rule: Rule) -> None:
    comment = planted(free_article, alice)
    comment.hide(by=maud, rule=rule, explanation="À voir.")
    comment.remove(by=maud, rule=rule, explanation="Vu.")
    comment.restore(by=carole, explanation="Relu.")
    comment.remove(by=maud, rule=rule, explanation="Encore.")

    assert not Proposal.objects.exists()


@pytest.mark.parametrize("verb", ["hide", "withdraw", "publish"])
def test_what_is_not_against_the_charter_is_no_strike(
    verb: str, free_article: Article, alice: User, maud: User, rule: Rule
) -> None:
    refused(free_article, alice, maud, rule)
    comment = planted(free_article, alice, Status.PUBLISHED if verb == "hide" else Status.PENDING)
    if verb == "hide":
        comment.hide(by=maud, rule=rule, explanation="À voir.")
    else:
        getattr(comment, verb)(by=alice if verb == "withdraw" else maud)

    assert not Proposal.objects.exists()


def test_the_ladder_s_days_are_counted_to_the_last_moment(
    free_article: Article, alice: User, maud: User, rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    refused(free_article, alice, maud, rule)
    clock.wait(days=30, microseconds=1)
    refused(free_article, alice, maud, rule)
    assert not Proposal.objects.exists()

    clock.wait(days=30)
    refused(free_article, alice, maud, rule)
    assert Proposal.objects.get().n_against == 2


def test_an_empty_ladder_proposes_nothing(free_article: Article, alice: User, maud: User, rule: Rule) -> None:
    LadderStep.objects.all().delete()

    refused(free_article, alice, maud, rule, 9)

    assert not Proposal.objects.exists()


def test_it_goes_with_the_slip_that_opened_it(
    proposal: Proposal, free_article: Article, alice: User, maud: User, rule: Rule
) -> None:
    slip = last_decision(Comment.objects.latest("id"))
    assert slip.comment is not None

    slip.comment.undo(slip, by=maud)

    assert states() == [("warning", State.SUPERSEDED)]
    refused(free_article, alice, maud, rule)
    assert states()[1:] == [("warning", State.OPEN)]


def test_it_goes_when_a_comment_is_put_back_and_a_milder_step_comes(
    free_article: Article, alice: User, maud: User, carole: User, rule: Rule
) -> None:
    comment, *_others = refused(free_article, alice, maud, rule, 4)
    assert states() == [("warning", State.SUPERSEDED), ("suspension", State.OPEN)]

    comment.restore(by=carole, explanation="Relu.")

    assert states()[1:] == [("suspension", State.SUPERSEDED), ("warning", State.OPEN)]


def test_a_refusal_that_does_not_happen_opens_nothing(
    free_article: Article, alice: User, maud: User, rule: Rule
) -> None:
    refused(free_article, alice, maud, rule)
    comment = planted(free_article, alice, Status.PENDING)

    with transaction.atomic():
        comment.refuse(by=maud, rule=rule, explanation="Une insulte.")
        assert Proposal.objects.exists()
        transaction.set_rollback(True)

    assert not Proposal.objects.exists()


def test_a_first_refusal_costs_three_queries_more(
    free_article: Article, alice: User, maud: User, rule: Rule, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    refused(free_article, alice, maud, rule)

    with django_assert_num_queries(3):
        Proposal.objects.weigh(alice.pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", range(3))
def test_two_refusals_at_once_open_one(
    free_article: Article, alice: User, maud: User, marius: User, rule: Rule, _time: int
) -> None:
    comments = [planted(free_article, alice, Status.PENDING) for _number in range(2)]
    start = threading.Barrier(2)

    def refuse(comment: Comment, by: User) -> None:
        start.wait()
        try:
            comment.refuse(by=by, rule=rule, explanation="Une insulte.")
        finally:
            connection.close()

    threads = [threading.Thread(target=refuse, args=one) for one in zip(comments, (maud, marius), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Decision.objects.count() == 2
    assert Proposal.objects.get().n_against == 2


def test_an_open_one_is_closed_by_nothing_else(proposal: Proposal) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.update(closed_at=timezone.now() + timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.update(state=State.DISMISSED, closed_at=timezone.now())
