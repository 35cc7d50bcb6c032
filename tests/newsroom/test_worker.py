"""The queue: what a killed worker left is taken up, and what failed is tried again for days."""

from datetime import timedelta
from typing import Any

import pytest
from django.tasks import TaskResultStatus as Status
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from newsroom import task_queue, worker
from newsroom.task_queue import ABANDONED_AFTER, ABANDONED_STARTS, RETRIED_AFTER
from tests.probe import tasks

NOW = timezone.now()
MINUTE = timedelta(minutes=1)
GIVEN_UP = len(RETRIED_AFTER) + 1


def row(status: str, *, starts: int = 1, ago: timedelta = timedelta(), by: str = "other", **fields: Any) -> Any:
    """Return a task that `by` started last of `starts` times, and ended (if so) `ago`."""
    return DBTaskResult.objects.create(
        status=status,
        started_at=NOW - ago if starts else None,
        finished_at=NOW - ago if status in {Status.FAILED, Status.SUCCESSFUL} else None,
        worker_ids=["first"] * (starts - 1) + [by] * bool(starts),
        args_kwargs={"args": [], "kwargs": {}},
        task_path="tests.probe.tasks.leave_word",
        backend_name="default",
        run_after=get_date_max(),
        exception_class_path="",
        **{"traceback": "", **fields},
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "starts", "ago", "becomes"),
    [
        # Waiting: nothing to do.
        (Status.READY, 0, timedelta(), Status.READY),
        (Status.READY, 3, 30 * ABANDONED_AFTER, Status.READY),
        # Under way, for as long as a task may take.
        (Status.RUNNING, 1, timedelta(), Status.RUNNING),
        (Status.RUNNING, 1, ABANDONED_AFTER - MINUTE, Status.RUNNING),
        # Left by a worker that was killed; not for ever when it is the task that kills.
        (Status.RUNNING, 1, ABANDONED_AFTER, Status.READY),
        (Status.RUNNING, ABANDONED_STARTS - 1, ABANDONED_AFTER, Status.READY),
        (Status.RUNNING, ABANDONED_STARTS, ABANDONED_AFTER, Status.FAILED),
        (Status.RUNNING, GIVEN_UP, ABANDONED_AFTER, Status.FAILED),
        # Failed: tried again, each time later, then left for people to see.
        (Status.FAILED, 1, RETRIED_AFTER[0] - timedelta(seconds=1), Status.FAILED),
        (Status.FAILED, 1, RETRIED_AFTER[0], Status.READY),
        (Status.FAILED, 2, RETRIED_AFTER[0], Status.FAILED),
        (Status.FAILED, 2, RETRIED_AFTER[1], Status.READY),
        (Status.FAILED, GIVEN_UP - 1, RETRIED_AFTER[-1] - MINUTE, Status.FAILED),
        (Status.FAILED, GIVEN_UP - 1, RETRIED_AFTER[-1], Status.READY),
        (Status.FAILED, GIVEN_UP, 3 * RETRIED_AFTER[-1], Status.FAILED),
        (Status.FAILED, 1, timedelta(days=6), Status.READY),
        (Status.FAILED, 1, timedelta(days=8), Status.FAILED),
        # Done.
        (Status.SUCCESSFUL, 1, timedelta(days=1), Status.SUCCESSFUL),
    ],
)
def test_what_lies_in_the_queue_is_taken_up_in_its_time(status: str, starts: int, ago: timedelta, becomes: str) -> None:
    task = row(status, starts=starts, ago=ago)

    task_queue.take_up(now=NOW)

    task.refresh_from_db()
    assert task.status == becomes


def test_the_first_tries_follow_each_other_soon_and_the_last_comes_after_a_long_weekend() -> None:
    assert list(RETRIED_AFTER) == sorted(RETRIED_AFTER)
    assert RETRIED_AFTER[0] <= MINUTE
    assert sum(RETRIED_AFTER, timedelta()) > timedelta(days=3, hours=12)
    assert sum(RETRIED_AFTER, timedelta()) < task_queue.TRIED_FOR


@pytest.mark.django_db
def test_a_worker_that_starts_again_takes_up_its_own_task_at_once_and_no_other() -> None:
    mine = row(Status.RUNNING, by="me")
    theirs = row(Status.RUNNING, by="them")
    once_mine = row(Status.RUNNING, starts=2, by="them")

    task_queue.take_up(left_by="me", now=NOW)

    assert set(DBTaskResult.objects.running()) == {theirs, once_mine}
    assert list(DBTaskResult.objects.ready()) == [mine]


@pytest.mark.django_db
def test_what_was_taken_up_is_ready_now() -> None:
    row(Status.RUNNING, ago=ABANDONED_AFTER)
    row(Status.FAILED, ago=RETRIED_AFTER[0])

    task_queue.take_up(now=NOW)

    assert DBTaskResult.objects.ready().count() == 2


@pytest.mark.django_db
def test_a_task_that_kills_its_worker_says_so_and_waits_as_a_failed_one() -> None:
    task = row(Status.RUNNING, starts=ABANDONED_STARTS, ago=ABANDONED_AFTER)

    task_queue.take_up(now=NOW)

    task.refresh_from_db()
    assert task.traceback == task_queue.KILLED
    assert task_queue.retry_at(task) == NOW + RETRIED_AFTER[ABANDONED_STARTS - 1]


@pytest.mark.django_db
def test_a_task_that_somebody_moved_meanwhile_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    task = row(Status.RUNNING, ago=ABANDONED_AFTER)
    as_read = DBTaskResult.objects.get(pk=task.pk)
    task.set_successful(None)
    monkeypatch.setattr(DBTaskResult.objects, "running", lambda: [as_read])

    task_queue.take_up(now=NOW)

    task.refresh_from_db()
    assert task.status == Status.SUCCESSFUL


def test_a_chore_is_done_at_once_and_then_from_time_to_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr("newsroom.worker.time.monotonic", lambda: clock[0])
    done: list[float] = []
    chore = worker.Chore(lambda: done.append(clock[0]), 60)

    for seconds in (100.0, 101.0, 159.9, 160.0, 161.0, 300.0):
        clock[0] = seconds
        chore.do_when_due()

    assert done == [100.0, 160.0, 300.0]


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_what_waits_and_stops_when_told(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks.leave_word.enqueue(str(tmp_path))

    class Told(Exception):
        """Stands for the signal, which would end the tests."""

    def tell(seconds: float) -> None:
        raise Told

    monkeypatch.setattr("newsroom.worker.time.sleep", tell)
    monkeypatch.setattr(worker.Round, "configure_signals", lambda self: None)
    with pytest.raises(Told):
        worker.work("me")

    assert (tmp_path / "word").exists()
    assert DBTaskResult.objects.get().worker_ids == ["me"]


def test_a_worker_told_twice_ends_its_task_all_the_same() -> None:
    round_ = worker.Round(
        queue_names=["*"],
        excluded_queue_names=[],
        backend_name="default",
        worker_id="me",
        interval=0,
        startup_delay=False,
        batch=True,
        max_tasks=None,
    )
    round_.running_task = True

    round_.shutdown(15, None)
    round_.shutdown(15, None)

    assert not round_.running
    round_.running_task = False
    with pytest.raises(SystemExit):
        round_.shutdown(15, None)
