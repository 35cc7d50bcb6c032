"""What several people, or one impatient one, do at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.http import HttpResponseBase
from django.test import Client

from articles.models import Article
from comments import tokens
from comments.models import Appeal, Comment, Decision, Report, Revision, Role, Rule, StaleAppeal, StaleMove, Status
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.trees import planted

pytestmark = pytest.mark.django_db(transaction=True)


def at_once[Answer](*acts: Callable[[], Answer]) -> list[Answer]:
    """Do the acts at the same moment, each in a thread with connections of its own, and return what they answered."""
    start = Barrier(len(acts))

    def do(act: Callable[[], Answer]) -> Answer:
        start.wait()
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(do, acts))


def signed_in(user: User) -> Client:
    """Return a browser of the user's own."""
    client = Client()
    factories.let_in(client, user)
    return client


def test_ten_identical_submissions_leave_one_comment_and_each_answer_points_at_it(
    free_article: Article, alice: User
) -> None:
    browsers = [signed_in(alice) for _number in range(10)]

    def send(browser: Client) -> Callable[[], HttpResponseBase]:
        return lambda: browser.post(f"/discussions/{free_article.pk}/", {"body": "Une fois.", "key": "la-clef"})

    answers = at_once(*map(send, browsers))

    made = Comment.objects.get()
    assert {answer.status_code for answer in answers} == {303}
    assert {answer.headers["Location"] for answer in answers} == {
        f"{free_article.get_absolute_url()}#comment-{made.pk}"
    }
    assert Revision.objects.count() == 1


@pytest.mark.parametrize("_time", range(5))
def test_of_a_withdrawal_and_a_refusal_at_once_one_wins_and_the_other_is_told(
    free_article: Article, alice: User, maud: User, rule: Rule, _time: int
) -> None:
    comment = planted(free_article, alice, Status.PENDING)
    author = signed_in(alice)
    judged = Comment.objects.get(pk=comment.pk)

    def refuse() -> int:
        try:
            judged.refuse(by=maud, rule=rule, explanation="Une insulte.")
        except StaleMove:
            return 409
        return 302

    def withdraw() -> int:
        return author.post(f"/comments/{comment.pk}/withdrawal/").status_code

    statuses = at_once(refuse, withdraw)

    assert sorted(statuses) == [302, 409]
    decision = Decision.objects.get()
    assert Comment.objects.get(pk=comment.pk).status == decision.now
    assert (decision.role == Role.AUTHOR) == (statuses[1] == 302)


def test_ten_identical_reports_are_one(free_article: Article, alice: User, basile: User, rule: Rule) -> None:
    comment = planted(free_article, alice)
    browsers = [signed_in(basile) for _number in range(10)]

    def report(browser: Client) -> Callable[[], HttpResponseBase]:
        return lambda: browser.post(f"/comments/{comment.pk}/report/", {"rule": rule.pk, "words": "Voyez."})

    answers = at_once(*map(report, browsers))

    assert {answer.status_code for answer in answers} == {302}
    assert Report.objects.count() == 1


def test_ten_readers_at_once_begin_one_discussion(free_article: Article) -> None:
    browsers = [signed_in(factories.subscriber(f"Lecteur {number}")) for number in range(10)]

    def send(number: int) -> Callable[[], HttpResponseBase]:
        address = f"/discussions/{free_article.pk}/"
        return lambda: browsers[number].post(address, {"body": f"Numéro {number}.", "key": f"clef-{number}"})

    answers = at_once(*map(send, range(10)))

    assert {answer.status_code for answer in answers} == {303}
    assert Comment.objects.count() == 10
    # The discussion's row begins at 1 with the first comment; each of the others moved it.
    assert free_article.discussion.version == 10


def test_two_clicks_at_once_make_one_appeal(free_article: Article, alice: User, maud: User, rule: Rule) -> None:
    removal = planted(free_article, alice).remove(by=maud, rule=rule, explanation="Une insulte.")
    path = tokens.for_author(removal)

    answers = at_once(*[lambda: Client().post(path, {"words": "Relisez."}) for _click in range(6)])

    assert {answer.status_code for answer in answers} == {302}
    assert Appeal.objects.count() == 1


@pytest.mark.parametrize("_time", range(3))
def test_of_two_reviewers_at_once_one_decides_and_the_other_is_told(
    free_article: Article, alice: User, maud: User, carole: User, rule: Rule, _time: int
) -> None:
    comment = planted(free_article, alice)
    removal = comment.remove(by=maud, rule=rule, explanation="Une insulte.")
    appeal = Appeal.objects.submit(removal, words="Relisez.")
    claude = factories.staff("Claude", "Chief moderator")

    def hear(reviewer: User, outcome: str) -> Callable[[], str]:
        def act() -> str:
            try:
                Appeal.objects.get(pk=appeal.pk).decide(by=reviewer, outcome=outcome, reasons="Relu.")
            except StaleAppeal as error:
                return str(error)
            return outcome

        return act

    answers = at_once(hear(carole, "reversed"), hear(claude, "upheld"))

    stored = Appeal.objects.select_related("reviewer").get()
    told = [answer for answer in answers if answer != stored.outcome]
    assert len(told) == 1
    assert str(stored.reviewer) in told[0]
    is_shown = Comment.objects.get().status == Status.PUBLISHED
    assert is_shown == (stored.outcome == "reversed")
    assert Decision.objects.filter(reverses=removal).count() == int(is_shown)
