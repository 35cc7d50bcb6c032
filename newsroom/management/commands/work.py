"""`work`: the task worker, alone; `serve` runs one beside the web server."""

import os
import secrets
import socket
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from newsroom import processes, worker
from newsroom.lib import patience

WORKER_ID_MAX_LENGTH = 64


class Command(BaseCommand):
    help = "Do the queued tasks (e-mails) as they come, until stopped. Any number of workers share one queue."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--id", default=new_id(), help="name of this worker, its alone (default: a new one)")

    def handle(self, *, id: str, **options: Any) -> None:
        processes.name("newsroom-tasks")
        patience.limit(patience.TASK_SECONDS)
        worker.work(id[:WORKER_ID_MAX_LENGTH])


def new_id() -> str:
    """Return a name that no other worker has, on any machine."""
    return f"{secrets.token_hex(4)}-{os.getpid()}-{socket.gethostname()}"
