"""Tasks that tell how they are done."""

import json
import os
import time
from pathlib import Path

from django.db import connection
from django.tasks import task

from newsroom.lib.sqlite import MENDED


def sqlite_is_mended() -> bool:
    """Return whether the database is no SQLite, or a mended one."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            return True
        cursor.execute("SELECT sqlite_version()")
        version = tuple(int(part) for part in cursor.fetchone()[0].split("."))
    return version >= MENDED


def patience() -> dict[str, str]:
    """Return how long PostgreSQL lets us take."""
    said = {}
    with connection.cursor() as cursor:
        for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            cursor.execute(f"SHOW {name}")
            said[name] = cursor.fetchone()[0]
    return said


@task
def tell_patience(folder: str) -> None:
    """Say in the folder how long PostgreSQL lets a task take."""
    _say(folder, "patience", json.dumps(patience()))


@task
def leave_word(folder: str) -> None:
    """Say in the folder which process did this, and whether its SQLite is mended."""
    _say(folder, "word", f"{os.getpid()} {sqlite_is_mended()}")


@task
def last_long_once(folder: str) -> None:
    """Take a minute the first time; be done at once the second."""
    if not Path(folder, "first").exists():
        _say(folder, "first", str(os.getpid()))
        time.sleep(60)
    _say(folder, "second", str(os.getpid()))


def _say(folder: str, name: str, words: str) -> None:
    """Write it so that whoever finds the file finds it whole."""
    Path(folder, "draft").write_text(words, encoding="utf-8")
    Path(folder, "draft").rename(Path(folder, name))
