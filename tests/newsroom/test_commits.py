"""What was committed to SQLite is known without a look-up, and nothing of it is overlooked."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from django.db.utils import ConnectionHandler

from newsroom.lib import service_urls
from newsroom.lib.changes import sqlite
from newsroom.lib.changes.sqlite import Reader

NOTE = sqlite.noted("SELECT 0 AS thing")
ELSE = "INSERT INTO other VALUES (1)"


def made(path: Path, mode: str = "WAL") -> sqlite3.Connection:
    """Return a connection to a new database with the notes in it, and a table that nobody watches."""
    writer = sqlite3.connect(path, isolation_level=None)
    for statement in (f"PRAGMA journal_mode={mode}", sqlite.TABLE, sqlite.INDEX, "CREATE TABLE other (one INTEGER)"):
        writer.execute(statement)
    return writer


def opened(path: Path) -> Reader:
    """Return who asks the database at the path."""
    handler = ConnectionHandler({"default": service_urls.database(f"sqlite:///{path}")})
    return Reader(handler["default"])


def looked_up(reader: Reader) -> list[str]:
    """Return the list of what the reader asks the database from now on."""
    asked: list[str] = []
    reader._connection.set_trace_callback(asked.append)
    return asked


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Who writes to the database at `here`."""
    with closing(made(tmp_path / "here")) as writer:
        yield writer


@pytest.fixture
def reader(tmp_path: Path, writer: sqlite3.Connection) -> Iterator[Reader]:
    """Who asks it."""
    with closing(opened(tmp_path / "here")) as reader:
        yield reader


def test_while_nothing_is_committed_nothing_is_looked_up(reader: Reader) -> None:
    mark = reader.now()
    assert reader.holds(mark)
    asked = looked_up(reader)

    assert all(reader.holds(mark) for _ in range(5))
    assert asked == []


def test_what_is_committed_besides_is_looked_up_once(reader: Reader, writer: sqlite3.Connection) -> None:
    mark = reader.now()
    assert reader.holds(mark)
    asked = looked_up(reader)
    writer.execute(ELSE)

    assert all(reader.holds(mark) for _ in range(5))
    assert asked == [sqlite.NEWEST]


def test_what_is_not_committed_yet_is_not_there(reader: Reader, writer: sqlite3.Connection) -> None:
    mark = reader.now()
    writer.execute("BEGIN IMMEDIATE")
    writer.execute(NOTE)
    assert reader.holds(mark)

    writer.execute("COMMIT")

    assert not reader.holds(mark)


def test_what_a_mark_is_asked_about_besides_is_looked_up(reader: Reader, writer: sqlite3.Connection) -> None:
    mark = reader.now()
    mark.things = (1,)
    writer.execute(NOTE)
    # Nothing was committed since, and the first of the two things did not change.
    assert reader.holds(mark)

    assert not reader.holds(mark.of([0]))


def test_no_commit_is_overlooked_whatever_becomes_of_the_log(
    reader: Reader, writer: sqlite3.Connection, tmp_path: Path
) -> None:
    chance, mark = Random(7), reader.now()  # noqa: S311 - a test that can be run again
    for _ in range(300):
        assert reader.holds(mark)
        match chance.randrange(6):
            case 0:
                writer.execute(f"PRAGMA wal_checkpoint({chance.choice(['PASSIVE', 'RESTART', 'TRUNCATE'])})")
            case 1:
                writer.execute(ELSE)
            case 2:
                # Comes and goes, the last but those of the reader.
                with closing(sqlite3.connect(tmp_path / "here", isolation_level=None)) as other:
                    other.execute(NOTE)
                assert not reader.holds(mark)
                mark = reader.now()
            case _:
                writer.execute(NOTE)
                assert not reader.holds(mark)
                mark = reader.now()


def test_another_process_is_heard_of_though_it_is_killed_at_once(reader: Reader, tmp_path: Path) -> None:
    mark = reader.now()
    assert reader.holds(mark)
    code = (
        "import os, sqlite3, sys; one = sqlite3.connect(sys.argv[1], isolation_level=None);"
        " one.execute(sys.argv[2]); os.kill(os.getpid(), 9)"
    )

    subprocess.run([sys.executable, "-c", code, str(tmp_path / "here"), NOTE], check=False)

    assert not reader.holds(mark)


def test_when_all_others_have_gone_the_log_does_not_begin_anew_unseen(tmp_path: Path) -> None:
    path = tmp_path / "here"
    made(path).close()
    with closing(opened(path)) as first:
        mark = first.now()
        assert first.holds(mark)
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute(NOTE)

    with closing(opened(path)) as second:
        assert not second.holds(mark)


def test_a_database_in_the_place_of_another_is_asked_itself(reader: Reader, tmp_path: Path) -> None:
    mark = reader.now()
    assert reader.holds(mark)
    for end in ("", "-wal", "-shm"):
        (tmp_path / f"here{end}").unlink()
    with closing(made(tmp_path / "here")) as writer, closing(opened(tmp_path / "here")) as anew:
        assert anew.holds(mark)
        writer.execute(NOTE)

        assert not anew.holds(mark)


def test_a_database_without_such_a_log_is_looked_up_each_time(tmp_path: Path) -> None:
    with closing(made(tmp_path / "old", "DELETE")) as writer:
        database = service_urls.database(f"sqlite:///{tmp_path / 'old'}")
        with closing(Reader(ConnectionHandler({"default": database})["default"])) as reader:
            mark = reader.now()
            assert reader.holds(mark)
            asked = looked_up(reader)
            assert reader.holds(mark)
            assert asked == [sqlite.NEWEST]
            writer.execute(NOTE)

            assert not reader.holds(mark)
