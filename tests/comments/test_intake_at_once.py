"""What several submissions, or a submission and a decision, do at the same moment."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from articles.models import Article
from comments import intake
from comments.checks import rate
from comments.models import Comment, Policy, Revision, Rule, Sanction, Status
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.judged import edited, submission
from tests.comments.test_simultaneous import at_once

pytestmark = pytest.mark.django_db(transaction=True)

REFUSALS = (ValidationError, intake.NotAllowed, intake.NotEditable, intake.TooFast)


def attempt(act: Callable[[], Comment]) -> Callable[[], str]:
    """Return what does it, and says what stood against it."""

    def done() -> str:
        try:
            act()
        except REFUSALS as refusal:
            return type(refusal).__name__
        return ""

    return done


def sending(article: Article, author: User, body: str) -> Callable[[], str]:
    """Return what sends the text."""
    return attempt(lambda: intake.submit(submission(article, author, body)))


def test_twenty_at_once_do_not_pass_a_rate(free_article: Article, alice: User) -> None:
    answers = at_once(*(sending(free_article, alice, f"Numéro {number}.") for number in range(20)))

    assert Comment.objects.count() == rate.A_MINUTE
    assert sorted(answers) == [""] * rate.A_MINUTE + ["TooFast"] * (20 - rate.A_MINUTE)


def test_of_five_equal_texts_at_once_one_is_shown(free_article: Article, alice: User) -> None:
    at_once(*(sending(free_article, alice, "Signez la pétition !") for _number in range(5)))

    assert Comment.objects.filter(status=Status.PUBLISHED).count() == 1
    assert Comment.objects.filter(status=Status.PENDING).count() == 4


def test_of_five_first_comments_at_once_none_is_shown(free_article: Article, alice: User, carole: User) -> None:
    Policy.objects.revise(by=carole, first_comments_held=1)

    at_once(*(sending(free_article, alice, f"Numéro {number}.") for number in range(5)))

    assert set(Comment.objects.values_list("status", flat=True)) == {Status.PENDING}


@pytest.mark.parametrize("_time", range(3))
def test_of_an_edit_and_a_first_answer_one_wins(free_article: Article, alice: User, basile: User, _time: int) -> None:
    comment = factories.comment(free_article, alice, "Enfin !")
    answer = submission(free_article, basile, "Oui.", parent_id=comment.pk, parent_revision=1)

    told = at_once(attempt(lambda: edited(comment, "Jamais !")), attempt(lambda: intake.submit(answer)))

    comment.refresh_from_db()
    if comment.revision == 1:
        assert told == ["NotEditable", ""]
    else:
        assert told == ["", "ValidationError"]
    assert comment.replies.count() == (comment.revision == 1)


def test_ten_equal_edits_at_once_make_one_revision(free_article: Article, alice: User) -> None:
    comment = factories.comment(free_article, alice, "Enfin !")

    told = at_once(*[attempt(lambda: edited(comment, "Enfin, oui !", key="une-clef"))] * 10)

    assert set(told) == {""}
    assert Revision.objects.filter(comment=comment).count() == 2


@pytest.mark.parametrize("_time", range(3))
def test_nothing_comes_in_after_a_ban(free_article: Article, alice: User, carole: User, rule: Rule, _time: int) -> None:
    def ban() -> str:
        factories.sanction(alice, level="ban", by=carole, rule=rule, explanation="Des insultes.")
        return "banned"

    told = at_once(ban, *(sending(free_article, alice, f"Numéro {number}.") for number in range(5)))

    since = Sanction.objects.get().decision.decided_at
    assert set(told) <= {"banned", "NotAllowed", ""}
    assert Comment.objects.count() == told.count("")
    assert not Comment.objects.filter(created_at__gt=since).exists()


@pytest.mark.parametrize("_time", range(3))
def test_an_edit_and_a_decision_at_once_do_not_wait_for_each_other_forever(
    free_article: Article, alice: User, maud: User, rule: Rule, _time: int
) -> None:
    comment = factories.comment(free_article, alice, "Enfin !")
    judged = Comment.objects.get(pk=comment.pk)

    def remove() -> str:
        try:
            judged.remove(by=maud, rule=rule, explanation="Une insulte.")
        except Exception as refusal:
            return type(refusal).__name__
        return ""

    told = at_once(remove, attempt(lambda: edited(comment, "Jamais !")))

    assert sorted(told) in (["", "StaleMove"], ["", "NotEditable"])
