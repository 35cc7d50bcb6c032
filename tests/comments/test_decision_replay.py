"""Whatever the order of moves: one decision for each change, and replaying them gives the status."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from articles.models import Article
from comments import notices, report_notices
from comments.models import Charter, Comment, Decision, Discussion, MoveNotAllowed, Report, Role, StaleMove, Status
from comments.models.transitions import TRANSITIONS, Verb
from newsroom.subscribers.models import User
from tests import factories

WHY = "Votre texte vise une personne."


def replayed(first: Status, decisions: list[Decision]) -> Status:
    """Return the status that the decisions lead to, each taking over where the one before left."""
    status = first
    for decision in decisions:
        assert decision.was == status
        assert Role(decision.role) in TRANSITIONS[status, Status(decision.now)]
        status = Status(decision.now)
    return status


def queued(path: str) -> int:
    """Return how many tasks of that path are on their way."""
    return DBTaskResult.objects.filter(task_path=path).count()


class Desk(RuleBasedStateMachine):
    """One comment, and people who do to it whatever comes to their mind, some on what they saw earlier."""

    people: list[User]
    article: Article
    charter: Charter

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        DBTaskResult.objects.all().delete()
        self.comment = factories.comment(self.article, self.people[0], "Enfin !")
        self.first = Status(self.comment.status)
        self.glance = Comment.objects.get(pk=self.comment.pk)
        self.version = self.discussion().version
        self.moved = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    def discussion(self) -> Discussion:
        """Return the discussion as it stands."""
        return Discussion.objects.get(article=self.article)

    def attempt(self, move: Callable[[Comment], Decision], *, from_memory: bool) -> None:
        """Move the comment as it is, or as it was at the last glance; note whether it moved."""
        seen = self.glance if from_memory else Comment.objects.get(pk=self.comment.pk)
        try:
            move(seen)
        except (MoveNotAllowed, StaleMove):
            return
        self.moved += 1

    @rule()
    def look(self) -> None:
        """Somebody opens the page."""
        self.glance = Comment.objects.get(pk=self.comment.pk)

    @rule(who=st.integers(0, 4), verb=st.sampled_from(list(Verb)), number=st.integers(1, 10), from_memory=st.booleans())
    def press(self, who: int, verb: Verb, number: int, from_memory: bool) -> None:
        """Somebody presses a button."""
        person = self.people[who]
        broken = self.charter.rules.get(number=number)
        statement: dict[str, object] = {"by": person}
        if verb == Verb.RESTORE:
            statement |= {"explanation": WHY}
        elif verb not in {Verb.PUBLISH, Verb.KEEP}:
            statement |= {"rule": broken, "explanation": WHY}
        self.attempt(lambda comment: getattr(comment, verb)(**statement), from_memory=from_memory)

    @rule(who=st.integers(0, 4), from_memory=st.booleans())
    def withdraw(self, who: int, from_memory: bool) -> None:
        """Somebody, its author perhaps, withdraws it."""
        self.attempt(lambda comment: comment.withdraw(by=self.people[who]), from_memory=from_memory)

    @rule(who=st.integers(0, 4), number=st.integers(1, 10))
    def report(self, who: int, number: int) -> None:
        """Somebody reports it."""
        broken = self.charter.rules.get(number=number)
        Report.objects.get_or_create(comment=self.comment, revision=1, reporter=self.people[who], rule=broken)

    @invariant()
    def each_change_left_one_decision(self) -> None:
        """Moves, decisions, the comment's own number and the discussion's version say the same."""
        fresh = Comment.objects.get(pk=self.comment.pk)
        decisions = list(self.comment.decisions.order_by("id"))

        assert self.moved == fresh.moves == len(decisions) == self.discussion().version - self.version
        assert fresh.status == replayed(self.first, decisions)

    @invariant()
    def who_was_owed_a_word_has_one_on_its_way(self) -> None:
        """Each decision that takes or gives back has one notice queued, and its reasons; each report its answer."""
        decisions = list(self.comment.decisions.all())

        assert queued(notices.deliver_decision.module_path) == sum(decision.is_mailed for decision in decisions)
        assert queued(report_notices.deliver_answer.module_path) == self.comment.reports.exclude(decision=None).count()
        assert all(decision.explanation and decision.charter_rule_id for decision in decisions if decision.restriction)

    @invariant()
    def a_report_stays_open_only_while_the_comment_is_to_be_judged(self) -> None:
        """What a moderator decided answers the reports there were."""
        last = self.comment.decisions.exclude(role=Role.AUTHOR).order_by("id").last()
        if last:
            assert not self.comment.reports.unanswered().filter(created_at__lt=last.decided_at).exists()


@pytest.mark.parametrize("state", [Discussion.State.OPEN, Discussion.State.PREMODERATED])
def test_replaying_the_decisions_gives_the_status(
    state: str,
    free_article: Article,
    charter: Charter,
    alice: User,
    basile: User,
    maud: User,
    marius: User,
    carole: User,
) -> None:
    Discussion.objects.begun(free_article.pk).govern(by=None, state=state)
    cast = {"people": [alice, basile, maud, marius, carole], "article": free_article, "charter": charter}
    machine = type("CastDesk", (Desk,), cast)

    run_state_machine_as_test(
        machine, settings=settings(max_examples=12, stateful_step_count=12, deadline=None, database=None)
    )
