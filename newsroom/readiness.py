"""What must be true before the server starts; each thing that is not is one line with its mend."""

import socket
from datetime import datetime

from django.conf import settings
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connections
from django.db.migrations.executor import MigrationExecutor


class NotReady(Exception):
    """The server cannot start; the message says why and what to do."""


def check_migrations(alias: str = "default") -> None:
    """Raise NotReady when the database lacks a migration of this version."""
    executor = MigrationExecutor(connections[alias])
    lacking = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if lacking:
        raise NotReady(f"The database lacks {len(lacking)} migrations: run manage.py migrate first.")


def check_static_files() -> None:
    """Raise NotReady when a static file of this version was not collected, or was collected before it changed."""
    for finder in get_finders():
        for name, source in finder.list(StaticFilesConfig.ignore_patterns):
            if not _is_collected(name, source.get_modified_time(name)):
                raise NotReady(
                    f"{name} is not collected in {settings.STATIC_ROOT}, or an older one is: "
                    "run manage.py collectstatic --noinput first."
                )


def check_address(host: str, port: int) -> None:
    """Raise NotReady when the server cannot listen there, above all because another one does."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            # As the server does, or a port left a moment ago would seem taken. Its workers share one port, so that
            # the server itself would not notice another server on it.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise NotReady(f"Cannot listen on {host}:{port}: {error.strerror}. Choose another with --bind.") from error


def _is_collected(name: str, changed_at: datetime) -> bool:
    """Return whether the manifest knows the file and its copy is as young, to the second as `collectstatic` sees it."""
    if name not in getattr(staticfiles_storage, "hashed_files", {}):
        return False
    return staticfiles_storage.get_modified_time(name) >= changed_at.replace(microsecond=0)
