"""What is made once a run, and copied for each process that runs tests: the demonstration edition.

To make it takes longer than most tests (every static file is compressed), to copy it an instant.
"""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.running import RunningSite, own_database

# Written last: where it stands, all is made. Holds the address of the original's database, nothing for SQLite's file.
MADE = "made"


def folder(factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return the folder of the whole run: each process of pytest-xdist has one of its own in it."""
    own = factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@contextmanager
def demonstration(shared: Path, data: Path) -> Iterator[RunningSite]:
    """Give the demonstration, as `make demo` makes it, with the new folder `data`; nobody serves it yet.

    `shared` is the folder that all processes of the run know: who asks first makes what the others copy.
    """
    original = shared / "demonstration"
    with ExitStack() as kept:
        with _alone(shared):
            if not (original / MADE).exists():
                kept.enter_context(_made(original))
            shutil.copytree(original, data)
            database = kept.enter_context(own_database(like=(data / MADE).read_text(encoding="ascii")))
        yield RunningSite(data, database)


@contextmanager
def _made(original: Path) -> Iterator[None]:
    """Make the demonstration in that folder, with nothing left to do; at the end, let who still asks make another."""
    with own_database() as database:
        original.mkdir()
        site = RunningSite(original, database)
        site.become_the_demonstration()
        # Among it half a minute of pictures, which each server of a copy would make anew, before whatever a test asks.
        site.do_what_waits()
        (original / MADE).write_text(database, encoding="ascii")
        yield
        with _alone(original.parent):
            shutil.rmtree(original)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep the other processes of the run waiting."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
