"""The task worker: does the tasks as they come, and looks after the queue between them."""

import logging
import sys
import time
from collections.abc import Callable
from types import FrameType

from django_tasks_db.management.commands.db_worker import Worker

from articles.models import Narration
from comments.models import ReplyNotices
from newsroom import page_changes, retention, task_queue
from newsroom.subscribers import payments

logger = logging.getLogger("newsroom.worker")

# How long an idle worker waits before it looks again.
INTERVAL_SECONDS = 0.5
# A full queue must not keep the worker from looking after it.
TASKS_A_ROUND = 50
MINUTE = 60.0
DAY = 24 * 60 * MINUTE
# How often it looks whose digest of answers is due.
TELLING = 5 * MINUTE


def work(worker_id: str) -> None:
    """Do tasks until a signal says to stop; the task in hand is ended first.

    `worker_id` is this worker's alone. What a killed worker of the same name was doing is taken up at once.
    """
    task_queue.take_up(left_by=worker_id)
    chores = [
        Chore(task_queue.take_up, MINUTE),
        Chore(purge, DAY),
        Chore(page_changes.forget, DAY),
        Chore(tell_of_answers, TELLING),
        Chore(payments.take_up, MINUTE),
        Chore(take_up_narrations, MINUTE),
        Chore(payments.queue_notices, DAY),
    ]
    while True:
        for chore in chores:
            chore.do_when_due()
        round_ = Round(
            queue_names=["*"],
            excluded_queue_names=[],
            backend_name="default",
            worker_id=worker_id,
            interval=INTERVAL_SECONDS,
            startup_delay=False,
            # Until the queue is empty.
            batch=True,
            max_tasks=TASKS_A_ROUND,
        )
        round_.configure_signals()
        round_.run()
        if not round_.running:
            return
        time.sleep(INTERVAL_SECONDS)


def tell_of_answers() -> None:
    """Queue the e-mails to members who wish to be told of answers."""
    ReplyNotices.objects.queue_due()


def take_up_narrations() -> None:
    """Queue again the narrations that a killed worker left, and those that failed and are due."""
    Narration.objects.take_up()


def purge() -> None:
    """Let go what has had its time; a line that fails is told to the operator, and holds up neither mail nor others."""
    for line in retention.TABLE:
        try:
            retention.purge(line)
        except Exception:
            logger.exception("The line %s of the retention table could not be purged.", line.name)


class Round(Worker):
    """The tasks that wait now."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """End after the task in hand, however often we are told: for less patience there is SIGKILL."""
        self.running = False
        if not self.running_task:
            sys.exit(0)


class Chore:
    """Something to do now, and again whenever `seconds` have passed."""

    def __init__(self, do: Callable[[], None], seconds: float) -> None:
        self.do = do
        self.seconds = seconds
        self._due_at = time.monotonic()

    def do_when_due(self) -> None:
        if time.monotonic() >= self._due_at:
            self.do()
            self._due_at = time.monotonic() + self.seconds
