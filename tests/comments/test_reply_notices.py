"""E-mails about answers: one digest, of what can still be read, stopped by one click."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from comments import reply_digest
from comments.models import Comment, ReplyNotices, Status
from newsroom.subscribers.models import User
from newsroom.worker import tell_of_answers
from tests.comments.test_simultaneous import at_once
from tests.comments.trees import planted

Browse = Callable[[User], Client]
Often = ReplyNotices.Often
PAGE = "/account/reply-notices/"


@pytest.fixture
def wish(alice: User) -> ReplyNotices:
    """Alice wishes to be told once an hour, and was last told two hours ago."""
    ReplyNotices.objects.wish(alice, Often.HOURLY)
    ReplyNotices.objects.update(told_until=timezone.now() - timedelta(hours=2))
    return ReplyNotices.objects.get()


@pytest.fixture
def answers(comment: Comment, basile: User, wish: ReplyNotices) -> list[Comment]:
    """Two answers of Basile's to Alice."""
    return [planted(comment.article, basile, parent=comment) for _number in range(2)]


def stop_address(wish: ReplyNotices) -> str:
    """Return the address that the e-mail names to stop it."""
    return f"/account/reply-notices/stop/{reply_digest.token(wish)}/"


def test_nobody_is_told_who_did_not_ask(
    run_tasks: Callable[[], None], comment: Comment, basile: User, alice: User
) -> None:
    planted(comment.article, basile, parent=comment)

    assert ReplyNotices.objects.of(alice).often == Often.NEVER
    assert ReplyNotices.objects.queue_due() == 0
    run_tasks()
    assert mail.outbox == []


def test_one_e_mail_tells_of_all_the_answers_since_the_last(
    run_tasks: Callable[[], None], answers: list[Comment], wish: ReplyNotices
) -> None:
    tell_of_answers()
    run_tasks()

    [letter] = mail.outbox
    assert letter.to == [wish.member.email]
    assert all(f"> {answer.body}" in letter.body for answer in answers)
    assert stop_address(wish) in letter.body
    assert letter.extra_headers["List-Unsubscribe"].endswith(f"{stop_address(wish)}>")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    # And not again.
    assert ReplyNotices.objects.queue_due(timezone.now() + timedelta(hours=2)) == 0


@pytest.mark.parametrize("gone", [Status.REMOVED, Status.HIDDEN, Status.WITHDRAWN])
def test_what_is_gone_when_it_is_sent_is_not_told(
    gone: str, run_tasks: Callable[[], None], answers: list[Comment], wish: ReplyNotices
) -> None:
    tell_of_answers()
    Comment.objects.filter(pk=answers[0].pk).update(status=gone)

    run_tasks()

    [letter] = mail.outbox
    assert answers[0].body not in letter.body
    assert answers[1].body in letter.body


def test_nothing_is_sent_where_all_is_gone_or_it_was_stopped(
    run_tasks: Callable[[], None], answers: list[Comment], wish: ReplyNotices
) -> None:
    tell_of_answers()
    ReplyNotices.objects.get().stop()
    run_tasks()

    ReplyNotices.objects.wish(wish.member, Often.HOURLY)
    ReplyNotices.objects.update(told_until=timezone.now() - timedelta(hours=2))
    tell_of_answers()
    Comment.objects.filter(parent__isnull=False).update(status=Status.REMOVED)
    run_tasks()

    assert mail.outbox == []


def test_a_text_that_waits_is_told_once_it_is_published(
    comment: Comment, basile: User, maud: User, wish: ReplyNotices
) -> None:
    waiting = planted(comment.article, basile, Status.PENDING, parent=comment)
    Comment.objects.filter(pk=waiting.pk).update(published_at=None)
    assert ReplyNotices.objects.queue_due() == 0

    Comment.objects.get(pk=waiting.pk).publish(by=maud)

    assert ReplyNotices.objects.queue_due(timezone.now() + timedelta(hours=2)) == 1


def test_ones_own_answers_are_no_news(comment: Comment, wish: ReplyNotices) -> None:
    planted(comment.article, wish.member, parent=comment)

    assert ReplyNotices.objects.queue_due() == 0


def test_nobody_is_told_of_a_withdrawn_article(answers: list[Comment], edith: User) -> None:
    answers[0].article.withdraw(by=edith)

    assert ReplyNotices.objects.queue_due() == 0


def test_a_closed_account_is_written_to_no_more(answers: list[Comment], alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)

    assert ReplyNotices.objects.queue_due() == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_tells(answers: list[Comment]) -> None:
    queued = at_once(*[lambda: ReplyNotices.objects.queue_due()] * 2)

    assert sorted(queued) == [0, 1]
    assert DBTaskResult.objects.count() == 1


def test_the_member_chooses_how_often(alice: User, browse: Browse) -> None:
    client = browse(alice)
    assert client.get(PAGE).status_code == 200

    assert client.post(PAGE, {"often": "daily"}).status_code == 302
    assert ReplyNotices.objects.get().often == Often.DAILY
    assert client.post(PAGE, {"often": "always"}).status_code == 422


def test_one_click_stops_it_signed_out_and_a_look_does_not(wish: ReplyNotices) -> None:
    browser = Client(enforce_csrf_checks=True)

    assert browser.get(stop_address(wish)).status_code == 200
    assert ReplyNotices.objects.get().often == Often.HOURLY
    assert browser.post(stop_address(wish), {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert browser.post(stop_address(wish)).status_code == 200
    assert ReplyNotices.objects.get().often == Often.NEVER


@pytest.mark.parametrize("token", ["1", "1.forged", "x" * 300, "é"])
def test_a_forged_address_stops_nothing(token: str, client: Client, wish: ReplyNotices) -> None:
    assert client.post(f"/account/reply-notices/stop/{token}/").status_code == 404
    assert ReplyNotices.objects.get().often == Often.HOURLY
