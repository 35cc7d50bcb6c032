"""Enough reports by members with a good record withhold a comment until a moderator has looked; fewer never do."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.models import Article
from comments.models import Charter, Comment, Decision, Report, Role, Rule, Status
from comments.reporting import REPORTS_THAT_HIDE, with_good_record
from newsroom.subscribers.models import Subscription, User
from tests import factories
from tests.comments.reporting import reported
from tests.comments.trees import planted


@pytest.fixture
def trio(db: None) -> list[User]:
    """Three subscribers of a month."""
    return [factories.subscriber(name) for name in ("Un", "Deux", "Trois")]


def test_three_members_withhold_it_and_its_author_is_told_why(
    comment: Comment, trio: list[User], rule: Rule, charter: Charter
) -> None:
    other = charter.rules.get(number=6)
    reported(comment, trio[0], rule=other)
    reported(comment, *trio[1:], rule=rule)

    comment.refresh_from_db()
    decision = comment.decisions.get()
    assert comment.status == Status.HIDDEN
    assert (decision.role, decision.decided_by, decision.source) == (Role.MACHINE, None, Decision.Source.REPORT)
    assert (decision.automated_detection, decision.automated_decision) == (False, Decision.Automated.FULLY)
    assert decision.charter_rule == rule
    assert decision.explanation
    assert decision.is_told


def test_a_machine_answers_nobody(
    comment: Comment, trio: list[User], rule: Rule, run_tasks: Callable[[], None]
) -> None:
    reported(comment, *trio, rule=rule)
    run_tasks()

    assert comment.reports.unanswered().count() == REPORTS_THAT_HIDE
    assert not Report.objects.filter(notified_at__isnull=False).exists()


def test_two_reports_do_not_nor_one_member_three_times(
    comment: Comment, trio: list[User], rule: Rule, charter: Charter
) -> None:
    reported(comment, *trio[:2], rule=rule)
    for number in (2, 3):
        reported(comment, trio[0], rule=charter.rules.get(number=number))

    comment.refresh_from_db()
    assert comment.status == Status.PUBLISHED


def test_what_a_moderator_kept_is_withheld_by_no_count(
    comment: Comment, trio: list[User], rule: Rule, maud: User
) -> None:
    reported(comment, *trio[:2], rule=rule)
    comment.refresh_from_db()
    comment.keep(by=maud)
    more = [factories.subscriber(name) for name in ("Quatre", "Cinq", "Six")]
    reported(comment, *more, rule=rule)

    comment.refresh_from_db()
    assert comment.status == Status.PUBLISHED


def test_a_text_that_was_changed_is_counted_anew(comment: Comment, trio: list[User], rule: Rule, maud: User) -> None:
    reported(comment, *trio[:2], rule=rule)
    comment.refresh_from_db()
    comment.keep(by=maud)
    Comment.objects.filter(pk=comment.pk).update(revision=2)
    reported(comment, *trio[:2], rule=rule)
    comment.refresh_from_db()
    assert comment.status == Status.PUBLISHED

    reported(comment, trio[2], rule=rule)

    comment.refresh_from_db()
    assert comment.status == Status.HIDDEN


def judged(member: User, article: Article, author: User, by: User, rule: Rule, *, upheld: bool, days: int = 1) -> None:
    """Leave a report of the member's that a moderator judged some days ago."""
    comment = planted(article, author)
    report = Report.objects.create(comment=comment, revision=1, reporter=member, rule=rule)
    at = timezone.now() - timedelta(days=days)
    now = Status.REMOVED if upheld else Status.PUBLISHED
    reasons: dict[str, Any] = {"rule": rule, "explanation": "Jugé."} if upheld else {}
    decision = Decision.objects.of_comment(comment, now=now, by=by, role=Role.MODERATOR, at=at, **reasons)
    report.refresh_from_db()
    assert report.decision == decision


@pytest.fixture
def member_of(
    free_article: Article, alice: User, maud: User, carole: User, rule: Rule
) -> Callable[[str], User]:  # fmt: skip
    """Return what makes a member with a record, by the words that say which."""

    def record(member: User, *upheld: bool, days: int = 1) -> User:
        for one in upheld:
            judged(member, free_article, alice, maud, rule, upheld=one, days=days)
        return member

    def subscribed(days: int) -> User:
        member = factories.user("Abonné")
        Subscription.objects.create(user=member, starts_at=timezone.now() - timedelta(days=days))
        return member

    def sanctioned() -> User:
        member = factories.subscriber("Sanctionné")
        factories.sanction(member, level="ban", by=carole, rule=rule, explanation="Des insultes.")
        return member

    def writer(status: Status) -> User:
        member = factories.user("Plume")
        planted(free_article, member, status)
        return member

    makers: dict[str, Callable[[], User]] = {
        "subscribed for eight days": lambda: subscribed(8),
        "subscribed for six days": lambda: subscribed(6),
        "never subscribed": lambda: factories.user("Passant"),
        "with a published comment": lambda: writer(Status.PUBLISHED),
        "with a refused comment": lambda: writer(Status.REFUSED),
        "banned": sanctioned,
        "right twice of four": lambda: record(subscribed(30), True, False, True, False),
        "right once of four": lambda: record(subscribed(30), True, False, False, False),
        "wrong three times": lambda: record(subscribed(30), False, False, False),
        "wrong long ago": lambda: record(subscribed(30), False, False, False, False, days=91),
    }
    return lambda words: makers[words]()


@pytest.mark.parametrize(("words", "counts"), [
    ("subscribed for eight days", True),
    ("subscribed for six days", False),
    ("never subscribed", False),
    ("with a published comment", True),
    ("with a refused comment", False),
    ("banned", False),
    ("right twice of four", True),
    ("right once of four", False),
    ("wrong three times", True),
    ("wrong long ago", True),
])  # fmt: skip
def test_whose_report_counts(member_of: Callable[[str], User], words: str, counts: bool) -> None:
    member = member_of(words)

    assert (member.pk in with_good_record([member.pk])) == counts


def test_a_record_is_read_in_two_queries(trio: list[User], django_assert_num_queries: Callable[[int], object]) -> None:
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        assert len(with_good_record(member.pk for member in trio)) == 3
