"""An article that draws too many reports or refusals within an hour: what comes next waits, and the desk is told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import reporting
from comments.models import Decision, Discussion, Policy, Report, Rule, Status
from comments.models.sender import Sender
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests.comments.pages import text_of
from tests.comments.trees import planted

State = Discussion.State
WHY = "Votre texte vise une personne."


@pytest.fixture(autouse=True)
def policy(carole: User) -> Policy:
    """Three reports, or two refusals."""
    return Policy.objects.revise(by=carole, hot_reports=3, hot_refusals=2)


@pytest.fixture
def discussion(free_article: Article) -> Discussion:
    """The discussion of the free article, open."""
    return Discussion.objects.begun(free_article.pk)


def reported(article: Article, author: User, reporter: User, rule: Rule, times: int) -> None:
    """Report that many comments of the author."""
    for _time in range(times):
        reporting.file(planted(article, author), Sender(member=reporter), rule=rule)


def test_reports_within_an_hour_make_it_wait(
    discussion: Discussion, free_article: Article, alice: User, basile: User, rule: Rule
) -> None:
    reported(free_article, alice, basile, rule, 2)
    discussion.refresh_from_db()
    assert (discussion.state, discussion.heated_at) == (State.OPEN, None)

    reported(free_article, alice, basile, rule, 1)

    discussion.refresh_from_db()
    assert discussion.state == State.PREMODERATED
    assert discussion.heated_at is not None
    entry = Entry.objects.get(action="discussion.heat")
    assert (entry.actor, entry.detail) == (None, {"reports": 3, "refusals": 0})


def test_refusals_and_removals_count_together(
    discussion: Discussion, free_article: Article, alice: User, maud: User, rule: Rule
) -> None:
    planted(free_article, alice, Status.PENDING).refuse(by=maud, rule=rule, explanation=WHY)
    discussion.refresh_from_db()
    assert discussion.state == State.OPEN

    planted(free_article, alice).remove(by=maud, rule=rule, explanation=WHY)

    discussion.refresh_from_db()
    assert discussion.state == State.PREMODERATED


def test_what_was_taken_back_what_is_old_and_what_is_elsewhere_do_not_count(
    discussion: Discussion, free_article: Article, walled_article: Article, alice: User, maud: User, rule: Rule
) -> None:
    slip = planted(free_article, alice)
    slip.undo(slip.remove(by=maud, rule=rule, explanation=WHY), by=maud)
    planted(walled_article, alice).remove(by=maud, rule=rule, explanation=WHY)
    old = planted(free_article, alice)
    at = timezone.now() - timedelta(minutes=61)
    Report.objects.create(comment=old, revision=1, reporter=maud, rule=rule, created_at=at)
    reported(free_article, alice, maud, rule, 2)

    planted(free_article, alice).remove(by=maud, rule=rule, explanation=WHY)

    discussion.refresh_from_db()
    assert discussion.state == State.OPEN
    assert Decision.objects.filter(now=Status.REMOVED).count() == 3


def test_who_opened_it_by_hand_has_seen_what_came_before(
    discussion: Discussion, free_article: Article, alice: User, basile: User, edith: User, rule: Rule
) -> None:
    reported(free_article, alice, basile, rule, 3)
    discussion.govern(by=edith, state=State.OPEN)
    assert discussion.heated_at is None

    reported(free_article, alice, basile, rule, 2)
    discussion.refresh_from_db()
    assert discussion.state == State.OPEN
    reported(free_article, alice, basile, rule, 1)
    discussion.refresh_from_db()
    assert discussion.state == State.PREMODERATED


@pytest.mark.parametrize("state", [State.PREMODERATED, State.CLOSED])
def test_what_a_person_governs_stays(
    discussion: Discussion, free_article: Article, alice: User, basile: User, edith: User, rule: Rule, state: str
) -> None:
    discussion.govern(by=edith, state=state)

    reported(free_article, alice, basile, rule, 4)

    discussion.refresh_from_db()
    assert (discussion.state, discussion.heated_at) == (state, None)
    assert not discussion.heat(reports=4, refusals=0)


def test_the_desk_sees_it_until_somebody_governs_it(
    browse: Callable[[User], Client],
    discussion: Discussion,
    free_article: Article,
    alice: User,
    basile: User,
    maud: User,
    rule: Rule,
) -> None:
    desk = browse(maud)
    pages = ("/admin/comments/discussion/", f"/admin/comments/discussion/of/{free_article.pk}/")
    assert not any("desk-mark" in text_of(desk.get(page)) for page in pages)

    reported(free_article, alice, basile, rule, 3)

    assert all("desk-mark" in text_of(desk.get(page)) for page in pages)
    desk.post(pages[1], {"state": State.PREMODERATED})
    assert not any("desk-mark" in text_of(desk.get(page)) for page in pages)
    discussion.refresh_from_db()
    assert (discussion.state, discussion.heated_at) == (State.PREMODERATED, None)
    assert Entry.objects.filter(action="discussion.govern", actor=maud).count() == 1


def test_no_threshold_no_heat(
    discussion: Discussion, free_article: Article, alice: User, basile: User, carole: User, rule: Rule
) -> None:
    Policy.objects.revise(by=carole, hot_reports=0, hot_refusals=0)

    reported(free_article, alice, basile, rule, 10)

    discussion.refresh_from_db()
    assert discussion.state == State.OPEN
