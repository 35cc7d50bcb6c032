"""What several people, or one impatient one, report at the same moment."""

from collections.abc import Callable

import pytest
from django.http import HttpResponseBase
from django.test import Client

from articles.models import Article
from comments.models import Decision, Report, Role, Rule, StaleMove, Status
from comments.models.sender import Sender
from comments.reporting import file
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.reporting import send
from tests.comments.test_simultaneous import at_once
from tests.comments.trees import planted

pytestmark = pytest.mark.django_db(transaction=True)


def test_ten_identical_reports_of_a_stranger_are_one_with_one_reference(free_article: Article, alice: User) -> None:
    comment = planted(free_article, alice)

    def report() -> HttpResponseBase:
        return send(Client(), comment)

    answers = at_once(*[report] * 10)

    # The limit of an address counts one at a time: who comes too close may have to come again.
    assert {answer.status_code for answer in answers} <= {302, 429}
    assert len({answer.headers["Location"] for answer in answers if answer.status_code == 302}) == 1
    assert Report.objects.count() == 1


@pytest.mark.parametrize("_time", range(3))
def test_three_members_at_once_withhold_it_once(free_article: Article, alice: User, rule: Rule, _time: int) -> None:
    comment = planted(free_article, alice)
    members = [factories.subscriber(name) for name in ("Un", "Deux", "Trois")]

    def report(member: User) -> Callable[[], bool]:
        return lambda: file(comment, Sender(member=member), rule=rule)[1]

    assert at_once(*map(report, members)) == [True] * 3
    comment.refresh_from_db()
    assert comment.status == Status.HIDDEN
    assert comment.decisions.get().role == Role.MACHINE


@pytest.mark.parametrize("_time", range(3))
def test_of_a_removal_and_a_report_at_once_none_stays_open_on_what_is_gone(
    free_article: Article, alice: User, basile: User, maud: User, rule: Rule, _time: int
) -> None:
    comment = planted(free_article, alice)

    def report() -> str:
        try:
            file(comment, Sender(member=basile), rule=rule)
        except StaleMove:
            return "too late"
        return "filed"

    def remove() -> str:
        type(comment).objects.get(pk=comment.pk).remove(by=maud, rule=rule, explanation="Une insulte.")
        return "removed"

    answers = at_once(report, remove)

    assert answers[1] == "removed"
    assert Report.objects.count() == (answers[0] == "filed")
    assert not Report.objects.unanswered().exists()
    assert Decision.objects.count() == 1
