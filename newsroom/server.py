"""The production server: web workers under granian, and one task worker beside them.

All of them are copies of the process that starts them, on a system that copies: it has read the whole site before, and
what none of them writes to is in memory once.
"""

import gc
import multiprocessing
import os
import secrets
import signal
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any
from wsgiref.types import WSGIApplication

import django
from django.conf import settings
from django.db import connections
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from django.utils.module_loading import import_string
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from newsroom import processes
from newsroom.lib import patience

# Requests that one worker answers at once; more would only fight over Python's lock.
THREADS = 3
# Connections that one worker holds. An idle one counts, and a browser leaves up to six open, so this is the number of
# readers at a time rather than of requests.
CONNECTIONS = 512
# How long a connection may be idle, or take over its request's head.
IDLE_MILLISECONDS = 10_000
STOP_SECONDS = 15
APPLICATION = "newsroom.wsgi.application"
# No process has more files open before it begins to work.
MOST_FILES = 256


def run(host: str, port: int, *, workers: int, with_task_worker: bool, begun: Callable[[], None]) -> None:
    """Serve until a signal says to stop, and leave no process behind; call `begun` once the server listens.

    Exits with 1 when the web workers keep dying.
    """
    if sys.platform == "linux":
        # What Python itself does by default until 3.13; a Mac cannot.
        multiprocessing.set_start_method("fork", force=True)
    server = Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        backpressure=CONNECTIONS,
        # A browser speaks HTTP/2 over TLS only, which a proxy does; and a connection that has yet to choose between
        # the two protocols has no time limit.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=IDLE_MILLISECONDS),
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.warning,
        log_dictconfig=_logging(),
    )
    server.on_startup(begun)
    if with_task_worker:
        # One name for all its starts, so that it takes up at once what it was doing when it was killed.
        tasks = processes.Kept("The task worker", partial(work, f"serve-{secrets.token_hex(8)}"))
        server.on_startup(tasks.start)
        server.on_shutdown(tasks.stop)
    processes.name("newsroom")
    _read_the_site()
    _leave_the_database()
    try:
        server.serve(target_loader=load)
    except SystemExit:
        # Where a signal goes to all processes at once, a web worker may be gone before its parent hears it: no failure.
        if not server.interrupt_signal:
            raise


def load(target: str) -> WSGIApplication:
    """Return the application, in a new web worker, which from now on ends with its parent."""
    _belong("newsroom-web")
    patience.limit(patience.PAGE_SECONDS)
    application: WSGIApplication = import_string(target)
    return application


def work(worker_id: str) -> None:
    """Do the tasks, in a new process, which from now on ends with its parent."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        # The server's own, of which this is no copy.
        signal.signal(number, signal.SIG_DFL)
    _leave_the_sockets()
    _belong("newsroom-tasks")
    # A process that is no copy has read nothing yet.
    django.setup()
    patience.limit(patience.TASK_SECONDS)
    import_string("newsroom.worker.work")(worker_id)


def _belong(title: str) -> None:
    processes.name(title)
    parent = multiprocessing.parent_process()
    if parent and parent.pid:
        processes.follow(parent.pid)


def _read_the_site() -> None:
    """Read what all processes need, and leave it to none of them to look for what of it is no longer needed.

    That look writes to all that it passes, and each process would have a copy of its own.
    """
    import_string(APPLICATION)
    import_string("newsroom.worker.work")
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("Search")
            reverse("front")
    read_templates()
    gc.collect()
    gc.freeze()


def read_templates() -> None:
    """Read all pages, so that no reader of a new process waits for it."""
    folder = settings.ROOT / "templates"
    for page in folder.rglob("*.html"):
        get_template(page.relative_to(folder).as_posix())


def _logging() -> dict[str, Any]:
    """Return the project's own log, with the server's loggers in it."""
    ours: dict[str, Any] = settings.LOGGING
    return ours | {"loggers": ours["loggers"] | {"_granian": {"handlers": ["stderr"], "propagate": False}}}


def _leave_the_database() -> None:
    """Close what the checks opened: the web workers are copies of this process, and a connection is not shared."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if close_pool := getattr(connection, "close_pool", None):
            close_pool()


def _leave_the_sockets() -> None:
    """Close what the web workers listen on: an address that nobody answers any more shall refuse whoever comes."""
    for number in range(3, MOST_FILES):
        with suppress(OSError):
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                os.close(number)
