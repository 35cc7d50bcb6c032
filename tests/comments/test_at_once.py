"""Invariant 6: whatever several people do to one comment at the same moment, one wins and the others are told."""

from collections.abc import Callable
from random import Random

import pytest
from django.core.exceptions import ValidationError

from articles.models import Article
from comments import intake
from comments.models import Comment, Decision, Discussion, MoveNotAllowed, Report, Role, Rule, StaleMove, Status
from comments.models.transitions import Verb
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.cast import TIMES
from tests.comments.judged import edited, submission
from tests.comments.test_simultaneous import at_once
from tests.comments.trees import planted

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 20 * TIMES
AT_ONCE = 8
TOLD = (StaleMove, MoveNotAllowed, intake.NotEditable)


def told(act: Callable[[], object]) -> Callable[[], str]:
    """Return what does it, and says what the loser was told: empty for who won."""

    def done() -> str:
        try:
            act()
        except TOLD as refusal:
            return type(refusal).__name__
        return ""

    return done


def test_of_eight_decisions_at_once_one_wins(
    free_article: Article, alice: User, maud: User, marius: User, carole: User, rule: Rule
) -> None:
    chance, judges = Random(6), [maud, marius, carole, factories.staff("Claude", "Chief moderator")]  # noqa: S311 - a game
    why = {"rule": rule, "explanation": "Une insulte."}
    for _round in range(ROUNDS):
        status = chance.choice([Status.PENDING, Status.PUBLISHED, Status.PUBLISHED, Status.HIDDEN])
        comment = planted(free_article, alice, status)
        Report.objects.create(comment=comment, revision=1, reporter=carole, rule=rule)
        version = Discussion.objects.begun(free_article.pk).version
        # What is kept stays what it was: only the number of its moves tells the others that they come too late.
        verbs = comment.verbs_open_to(maud) + [Verb.KEEP] * (6 if status == Status.PUBLISHED else 0)

        def judge(verb: str, by: User, pk: int = comment.pk) -> Callable[[], str]:
            judged = Comment.objects.get(pk=pk)
            return told(lambda: getattr(judged, verb)(by=by, **({} if verb in {"publish", "keep"} else why)))

        acts = [judge(chance.choice(verbs), chance.choice(judges)) for _number in range(AT_ONCE - 1)]
        mine = Comment.objects.get(pk=comment.pk)
        acts.append(told(lambda mine=mine: mine.withdraw(by=alice)))  # type: ignore[misc]
        answers = at_once(*acts)

        # Who kept what was kept already is told that nobody reports it.
        assert answers.count("") == 1
        assert set(answers) <= {"", "StaleMove", "MoveNotAllowed"}
        decision = Decision.objects.get(comment=comment)
        assert (decision.was, decision.now) == (status, Comment.objects.get(pk=comment.pk).status)
        assert (decision.role == Role.AUTHOR) == (answers[-1] == "")
        assert Discussion.objects.get(article=free_article).version > version


def test_of_decisions_an_edit_and_its_undoing_none_passes_unseen(
    free_article: Article, alice: User, maud: User, marius: User, rule: Rule
) -> None:
    for number in range(ROUNDS):
        comment = factories.comment(free_article, alice, f"Avis {number}.") if number < 1 else planted(
            free_article, alice
        )  # fmt: skip
        slip = Comment.objects.get(pk=comment.pk).hide(by=maud, rule=rule, explanation="Une insulte.")
        undoing, removing, publishing = (Comment.objects.get(pk=comment.pk) for _time in range(3))

        answers = at_once(
            told(lambda one=undoing, slip=slip: one.undo(slip, by=maud)),  # type: ignore[misc]
            told(lambda one=removing: one.remove(by=marius, rule=rule, explanation="Une insulte.")),  # type: ignore[misc]
            told(lambda one=publishing: one.publish(by=marius)),  # type: ignore[misc]
        )

        assert answers.count("") == 1
        fresh = Comment.objects.get(pk=comment.pk)
        assert (fresh.moves, comment.decisions.count()) == (2, 2)
        assert fresh.status == comment.decisions.order_by("id").values_list("now", flat=True).last()


def test_of_ten_equal_submissions_at_once_one_comment_is_left_each_time(
    free_article: Article, alice: User, basile: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comments.checks.CHECKS", ())
    for number in range(ROUNDS):
        sent = submission(free_article, (alice, basile)[number % 2], f"Avis {number}.")

        made = at_once(*[lambda sent=sent: intake.submit(sent).pk] * AT_ONCE)

        assert len(set(made)) == 1
    assert Comment.objects.count() == ROUNDS


def test_of_two_texts_under_one_key_at_once_one_is_kept_and_the_other_given_back(
    free_article: Article, alice: User
) -> None:
    def send(body: str) -> str:
        sent = intake.Submission(free_article, alice, body, "une-clef")
        try:
            return intake.submit(sent).body
        except ValidationError as refusal:
            return next(iter(refusal.message_dict))

    answers = at_once(lambda: send("Un."), lambda: send("Deux."))

    assert sorted(answers)[1] == "key"
    assert Comment.objects.get().body in answers
    assert edited(Comment.objects.get(), "Trois.").revision == 2
