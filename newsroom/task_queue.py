"""What the queue of tasks needs besides a worker: what was left lying is taken up again.

A worker that is killed leaves its task RUNNING, and one that failed stays FAILED: the queue itself tries neither again.
Every task of the project may run twice, and looks first whether it still should.
"""

from datetime import datetime, timedelta
from typing import Any

from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

type Row = DBTaskResult[..., Any]

# No task lasts this long, so one that seems to was left by a worker that was killed.
ABANDONED_AFTER = timedelta(minutes=15)
# A task that kills its worker each time must not keep the queue from everyone: after so many starts it counts as
# failed, and waits for its turn as such.
ABANDONED_STARTS = 3
# How long after its first, second, … end a failed task is tried again; after the last it stays failed, and the admin
# shows it under « task results ». Long enough for a mail server that is away from Friday to Monday.
RETRIED_AFTER = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 6 * 60, 12 * 60, 24 * 60, 24 * 60, 24 * 60)
)
# However long no worker ran: nobody waits for a week-old e-mail.
TRIED_FOR = timedelta(days=7)
KILLED = "The worker was killed while it did this task."


def take_up(*, left_by: str = "", now: datetime | None = None) -> None:
    """Make ready again what was abandoned, at once what the worker `left_by` was doing, and what failed and is due."""
    now = now or timezone.now()
    for row in DBTaskResult.objects.running():
        mine = bool(left_by) and row.worker_ids[-1:] == [left_by]
        if mine or (row.started_at and row.started_at <= now - ABANDONED_AFTER):
            _abandoned(row, now)
    # Tracebacks are long, and what failed long ago is given up.
    for row in DBTaskResult.objects.failed().filter(finished_at__gt=now - TRIED_FOR).defer("traceback"):
        if (due := retry_at(row)) and due <= now:
            _move(row, TaskResultStatus.READY, run_after=now, finished_at=None)


def retry_at(row: Row) -> datetime | None:
    """Return when a failed task is tried again; None when it is given up."""
    starts = len(row.worker_ids)
    if row.finished_at is None or starts > len(RETRIED_AFTER):
        return None
    ended: datetime = row.finished_at
    return ended + RETRIED_AFTER[max(starts, 1) - 1]


def _abandoned(row: Row, now: datetime) -> None:
    if len(row.worker_ids) < ABANDONED_STARTS:
        _move(row, TaskResultStatus.READY, run_after=now)
    else:
        _move(row, TaskResultStatus.FAILED, finished_at=now, traceback=KILLED)


def _move(row: Row, to: TaskResultStatus, **fields: object) -> None:
    """Move the task if nobody has since: it still is as it was read, in the same start."""
    as_read = DBTaskResult.objects.filter(pk=row.pk, status=row.status, started_at=row.started_at)
    as_read.update(status=to, **fields)
