"""`serve`: the production server, with the task worker beside it."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom import readiness, server


class Command(BaseCommand):
    help = "Serve the site and do its queued tasks, until stopped. TLS is a proxy's work: see NEWSROOM_TRUSTED_PROXIES."
    # All of them are run below, those of the database too.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bind", type=address, default="127.0.0.1:8000", metavar="HOST:PORT")
        parser.add_argument("--workers", type=positive, default=2, help="web workers; about one a core (default: 2)")
        parser.add_argument("--no-worker", action="store_true", help="leave the tasks to `manage.py work` elsewhere")

    def handle(self, *, bind: tuple[str, int], workers: int, no_worker: bool, **options: Any) -> None:
        host, port = bind
        self.check(databases=["default"])
        try:
            readiness.check_migrations()
            readiness.check_static_files()
            readiness.check_address(host, port)
        except readiness.NotReady as error:
            raise CommandError(error) from error
        shown = f"[{host}]" if ":" in host else host
        tasks = "no task worker" if no_worker else "a task worker"
        server.run(
            host,
            port,
            workers=workers,
            with_task_worker=not no_worker,
            begun=lambda: self.stdout.write(
                f"Listening on http://{shown}:{port}/ with {workers} web workers and {tasks}. Ctrl-C ends it."
            ),
        )


def address(text: str) -> tuple[str, int]:
    """Return the host and the port of HOST:PORT or [IPv6]:PORT."""
    host, _colon, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not (port.isascii() and port.isdigit()) or not 0 < int(port) < 65536:
        raise ArgumentTypeError(f"write HOST:PORT, for example 127.0.0.1:8000, not {text!r}")
    return host, int(port)


def positive(text: str) -> int:
    """Return the number, 1 or more."""
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise ArgumentTypeError(f"write a whole number from 1 on, not {text!r}")
    return int(text)
