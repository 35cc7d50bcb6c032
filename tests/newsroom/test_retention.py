"""What has had its time goes, and a second too young stays: each line of the table, and what does it."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from articles.models import MeterReading, Narration
from comments.models import Appeal, Comment, ConnectionRecord, Report, Revision, Rule
from comments.models.sender import Sender
from newsroom import retention, worker
from newsroom.lib import leftovers
from newsroom.lib.dates import months_later
from newsroom.subscribers.models import ClosedAccount, DataExport, EndingRequest, User
from tests.comments.clock import Clock
from tests.comments.test_simultaneous import at_once
from tests.newsroom.kept import Kept, end

pytestmark = pytest.mark.django_db

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
LINES = {line.name: line for line in retention.TABLE}


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, comment: Comment, maud: User, rule: Rule) -> Kept:
    """What makes one row for each line, on a day that every month has.

    After one that some have not, the look back by so many months comes a day later than the look ahead.
    """
    clock = Clock(monkeypatch)
    while clock.now.day > 28:
        clock.wait(days=1)
    return Kept(comment, maud, rule)


def everything() -> list[Any]:
    """Return all that the table speaks of, as it stands."""
    models: tuple[Any, ...] = (
        *(ConnectionRecord, Report, Revision, User, EmailAddress, Session, DBTaskResult),
        *(DataExport, EndingRequest, MeterReading, ClosedAccount, Appeal, Narration),
        UserSession,
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM newsroom_cache ORDER BY cache_key")
        return [*(list(model._default_manager.order_by("pk").values()) for model in models), cursor.fetchall()]


@pytest.mark.parametrize("name", LINES)
def test_a_row_goes_once_its_time_is_over_and_not_a_second_before(name: str, kept: Kept) -> None:
    line, ended = LINES[name], end(kept, name)
    before = everything()

    assert (retention.due(line, ended - SECOND), retention.purge(line, ended - SECOND)) == (0, 0)
    assert everything() == before

    assert (retention.due(line, ended + SECOND), retention.purge(line, ended + SECOND)) == (1, 1)
    assert everything() != before
    assert (retention.due(line, ended + SECOND), retention.purge(line, ended + SECOND)) == (0, 0)


@pytest.mark.parametrize("name", LINES)
def test_a_line_takes_nothing_that_is_anothers(name: str, kept: Kept) -> None:
    later = max(end(kept, one) for one in LINES) + SECOND

    assert retention.purge(LINES[name], later) == 1

    assert {one for one, line in LINES.items() if retention.due(line, later)} == {*LINES} - {name}


def test_a_report_keeps_its_words_when_its_sender_is_forgotten(kept: Kept) -> None:
    closed = kept.closed(words="Regardez.")

    retention.purge(LINES["report-senders"], months_later(closed, 6) + SECOND)

    report = Report.objects.get()
    assert (report.reporter_name, report.reporter_email, report.sender_key, report.words) == ("", "", "", "Regardez.")


def test_a_report_that_nobody_answered_is_kept(kept: Kept, comment: Comment) -> None:
    Report.objects.file(comment, sender=Sender(name="Zoé", email="zoe@exemple.test"), rule=kept.rule, words="Voyez.")

    assert retention.due(LINES["report-words"], kept.now + 4000 * DAY) == 0
    assert retention.due(LINES["report-senders"], kept.now + 4000 * DAY) == 0


def test_a_report_is_kept_while_its_appeal_waits(kept: Kept, carole: User) -> None:
    later = months_later(kept.closed(words="Regardez."), 13)
    report = Report.objects.get()
    assert report.decision is not None
    appeal = Appeal.objects.submit(report.decision, report=report, words="Relisez.")
    assert (retention.due(LINES["report-senders"], later), retention.due(LINES["report-words"], later)) == (0, 0)

    appeal.decide(by=carole, outcome="upheld", reasons="Relu.")

    assert (retention.due(LINES["report-senders"], later), retention.due(LINES["report-words"], later)) == (1, 1)


@pytest.mark.parametrize(
    ("of_somebody", "who"),
    [
        (lambda user: EmailAddress.objects.create(user=user, email=user.email, verified=True), "confirmed"),
        (lambda user: User.objects.filter(pk=user.pk).update(last_login=timezone.now()), "signed in"),
        (lambda user: User.objects.filter(pk=user.pk).update(is_staff=True), "staff"),
        (lambda user: user.subscriptions.create(), "subscriber"),
        (lambda user: User.objects.filter(pk=user.pk).update(date_joined=timezone.now()), "new"),
    ],
)
def test_an_account_of_somebody_stays(of_somebody: Callable[[User], object], who: str) -> None:
    user = User.objects.create_user("zoe@exemple.test", "Zoé", date_joined=timezone.now() - 31 * DAY)
    assert retention.due(LINES["unconfirmed-accounts"]) == 1

    of_somebody(user)

    assert retention.due(LINES["unconfirmed-accounts"]) == 0, who


def test_the_author_of_a_comment_brought_in_from_elsewhere_stays(comment: Comment) -> None:
    author = User.objects.create_user("zoe@exemple.test", "Zoé", date_joined=timezone.now() - 31 * DAY)
    Comment.objects.create(article=comment.article, author=author, body="Jadis.", idempotency_key="jadis")

    assert retention.purge(LINES["unconfirmed-accounts"]) == 0


def test_a_purge_goes_through_all_that_is_due_a_few_at_a_time(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leftovers, "BATCH", 4)
    ended = [kept.connection_records() for _row in range(9)][-1] + SECOND
    for number in range(9):
        cache.set(f"attempt-{number}", [1], 1)

    with CaptureQueriesContext(connection) as queries:
        assert retention.purge(LINES["connection-records"], ended) == 9
        assert retention.purge(LINES["attempts"], ended) == 9
    deletes = [query["sql"] for query in queries if query["sql"].startswith("DELETE")]
    # One more of the cache's table finds it empty.
    assert len(deletes) == 3 + 4


def test_a_line_whose_act_changes_nothing_comes_to_an_end(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leftovers, "BATCH", 2)
    ended = [kept.connection_records() for _row in range(5)][-1] + SECOND

    assert leftovers.Rows(ConnectionRecord.objects.out_of_time, lambda rows: None).clear(ended) == 5


@pytest.mark.django_db(transaction=True)
def test_two_purges_at_once_deal_with_each_row_once(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leftovers, "BATCH", 5)
    ended = [kept.connection_records() for _row in range(40)][-1] + SECOND

    done = at_once(*[lambda: retention.purge(LINES["connection-records"], ended)] * 3)

    assert sum(done) == 40
    assert not ConnectionRecord.objects.exists()


def told(*options: str) -> dict[str, int]:
    """Return the numbers that the command prints, by line."""
    out = StringIO()
    call_command("purge", *options, stdout=out)
    return {line.split()[0]: int(line.split()[1]) for line in out.getvalue().splitlines()}


def test_the_command_does_the_whole_table_and_says_how_much(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    later = max(end(kept, name) for name in LINES) + SECOND
    expected = {name: retention.due(line, later) for name, line in LINES.items()}
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert all(expected.values())

    before = everything()
    assert told("--dry-run") == expected
    assert everything() == before

    assert told() == expected
    assert set(told().values()) == {0}


def test_the_worker_does_it_and_a_line_that_fails_holds_up_nothing(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(now: datetime) -> Any:
        raise RuntimeError("broken")

    broken = replace(LINES["sessions"], rows=leftovers.Rows(fail))
    monkeypatch.setattr(retention, "TABLE", (broken, LINES["connection-records"]))
    monkeypatch.setattr(timezone, "now", lambda: kept.connection_records() + SECOND)

    with caplog.at_level(logging.ERROR):
        worker.purge()

    assert not ConnectionRecord.objects.exists()
    assert "sessions" in caplog.text


@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_on_personal_data_shows_the_line(name: str, language: str, client: Client, settings: Settings) -> None:
    settings.LANGUAGE_CODE = language
    with translation.override(language):
        words = [str(said) for said in (LINES[name].what, LINES[name].kept, LINES[name].then, LINES[name].why)]

        [said] = [item for item in client.get(reverse("privacy")).content.decode().split("<li>") if words[0] in item]

    assert [word for word in words if word not in unescape(said)] == []
