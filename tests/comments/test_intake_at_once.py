"""What several submissions, or a submission and a decision, do at the same moment."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments import checks, intake
from comments.checks import rate
from comments.checks.matter import Hit, Matter
from comments.models import Comment, Discussion, Policy, Revision, Rule, Sanction, Status
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


class Meanwhile:
    """A check that lets something happen while the text is judged, the first time."""

    def __init__(self, act: Callable[[], object], refusal: Exception | None = None) -> None:
        self.act, self.refusal, self.asked = act, refusal, 0

    def __call__(self, matter: Matter) -> list[Hit]:
        self.asked += 1
        if self.asked == 1:
            self.act()
            if self.refusal:
                raise self.refusal
        return []


def let_happen(monkeypatch: pytest.MonkeyPatch, check: Meanwhile) -> None:
    monkeypatch.setattr(checks, "CHECKS", (*checks.CHECKS, ("meanwhile", check)))


def test_who_is_banned_while_their_text_is_judged_is_too_late(
    free_article: Article, alice: User, carole: User, rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    ban = Meanwhile(lambda: factories.sanction(alice, level="ban", by=carole, rule=rule, explanation="Des insultes."))
    let_happen(monkeypatch, ban)

    assert sending(free_article, alice, "Enfin !")() == "NotAllowed"
    assert not Comment.objects.exists()


@pytest.mark.parametrize("happens", ["nothing", "text", "edit", "decision", "closing", "policy"])
def test_a_text_is_judged_again_under_the_lock_where_its_author_stands_elsewhere(
    free_article: Article, alice: User, maud: User, carole: User, rule: Rule, monkeypatch: pytest.MonkeyPatch,
    happens: str,
) -> None:  # fmt: skip
    earlier = factories.comment(free_article, alice, "Déjà ?")
    discussion = Discussion.objects.begun(free_article.pk)
    meanwhile: dict[str, Callable[[], object]] = {
        "nothing": lambda: None,
        "text": lambda: factories.comment(free_article, alice, "Et puis ?"),
        "edit": lambda: edited(earlier, "Déjà !"),
        "decision": lambda: earlier.remove(by=maud, rule=rule, explanation="Une insulte."),
        "closing": lambda: discussion.govern(by=carole, state="closed"),
        "policy": lambda: Policy.objects.revise(by=carole, closes_after_days=3000),
    }
    check = Meanwhile(meanwhile[happens])
    let_happen(monkeypatch, check)

    answer = sending(free_article, alice, "Enfin !")()

    assert answer == ("NotAllowed" if happens == "closing" else "")
    # A text of the meantime is judged by the check as well; nobody is asked again whose discussion was closed.
    assert check.asked == {"nothing": 1, "closing": 1, "decision": 2, "policy": 2, "text": 3, "edit": 3}[happens]


def test_a_text_sent_twice_is_not_one_too_many(
    free_article: Article, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = submission(free_article, alice, "Enfin !")
    let_happen(monkeypatch, Meanwhile(lambda: intake.submit(sent), refusal=intake.TooFast(60)))

    assert intake.submit(sent) == Comment.objects.get()


def test_few_things_are_asked_while_others_wait(free_article: Article, alice: User) -> None:
    Discussion.objects.begun(free_article.pk)

    with CaptureQueriesContext(connection) as asked:
        intake.submit(submission(free_article, alice, "Enfin !"))

    statements = [one["sql"] for one in asked]
    begins = next(place for place, sql in enumerate(statements) if sql.startswith("BEGIN"))
    kinds = [sql.partition(" ")[0] for sql in statements[begins + 1 :]]
    # On PostgreSQL, the lock of the author's row comes first.
    locks = ["SELECT"] if connection.vendor == "postgresql" else []
    assert kinds == [*locks, "SELECT", "INSERT", "INSERT", "UPDATE", "COMMIT"]
