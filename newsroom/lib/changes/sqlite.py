"""Changes on SQLite: each thing has the number of its last change. One writes at a time, so numbers follow time."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from newsroom.lib.changes import commits
from newsroom.lib.changes import watch as words
from newsroom.lib.changes.watch import Broken, Gone, Mark, Watch

NOTES = words.TABLE
TABLE = f"CREATE TABLE IF NOT EXISTS {NOTES} (thing INTEGER PRIMARY KEY, number INTEGER NOT NULL)"
INDEX = f"CREATE INDEX IF NOT EXISTS {NOTES}_number ON {NOTES} (number)"
# One row a thing is all there ever is.
FORGET = "SELECT 1"
NEWEST = f"SELECT max(number) FROM {NOTES}"
EVENTS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
TIMEOUT_SECONDS = 5


def statements(watch: Watch, columns: Sequence[str]) -> Iterator[str]:
    """Yield what makes the triggers of a table with these columns."""
    yield INDEX
    shown = [f'OLD."{name}" IS NOT NEW."{name}"' for name in columns if name not in watch.unseen]
    for event, rows in EVENTS.items():
        when = f"({watch.shown(*rows)})" + (f" AND ({' OR '.join(shown)})" if event == "UPDATE" else "")
        yield (
            f"CREATE TRIGGER {watch.name}_{event.lower()} AFTER {event} ON {watch.table} WHEN {when}"
            f" BEGIN {noted(watch.changed(*rows))}; END"
        )


def remove(cursor: CursorWrapper, watch: Watch, is_there: bool) -> None:
    """Take the table's triggers away."""
    for event in EVENTS:
        cursor.execute(f"DROP TRIGGER IF EXISTS {watch.name}_{event.lower()}")


def noted(things: str) -> str:
    """Return the SQL that notes a change of the things which a SELECT names."""
    number = f"(SELECT coalesce(max(number), 0) + 1 FROM {NOTES})"
    # Without a WHERE, SQLite takes the ON for that of a join.
    return (
        f"INSERT INTO {NOTES} (thing, number) SELECT thing, {number} FROM ({things}) WHERE thing IS NOT NULL"
        " ON CONFLICT (thing) DO UPDATE SET number = excluded.number"
    )


class Reader:
    """Asks by a connection of its own, which holds no transaction open."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._commits: commits.Commits | None = None
        path = str(connection.get_connection_params()["database"])
        try:
            self._connection = sqlite3.connect(
                path,
                timeout=TIMEOUT_SECONDS,
                isolation_level=None,
                # Closed by whichever thread comes to throw it away.
                check_same_thread=False,
            )
            self._connection.execute("PRAGMA query_only=ON")
            # Only who reads the database is sure that the file of its commits is that of this one.
            self._connection.execute(commits.LOOK).fetchall()
        except sqlite3.Error as error:
            raise Gone(str(error)) from error
        self._commits = commits.of(path)

    def now(self) -> Mark:
        return Mark(newest := self._newest(), seen=newest)

    def holds(self, mark: Mark) -> bool:
        # Before it is looked up, since more may be committed meanwhile.
        moment = self._commits.moment() if self._commits else None
        if moment is not None and moment == mark.moment:
            return True
        newest = self._newest()
        if newest != mark.seen:
            places = ", ".join("?" * len(mark.things))
            sql = f"SELECT 1 FROM {NOTES} WHERE thing IN ({places}) AND number > ? LIMIT 1"
            # A number below the mark's is that of another database: an older one was put in its place.
            if newest < mark.since or self.row(sql, [*mark.things, mark.since]):
                return False
        mark.seen, mark.moment = newest, moment
        return True

    def row(self, sql: str, values: Sequence[object]) -> Any:
        try:
            # All of them: a question half answered would keep its moment for the next.
            rows = self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise (Broken if self._answers() else Gone)(str(error)) from error
        return rows[0] if rows else None

    def time(self, moment: datetime) -> object:
        return str(moment.astimezone(UTC).replace(tzinfo=None))

    def close(self) -> None:
        self._commits = None
        self._connection.close()

    def __del__(self) -> None:
        # A thread of the server ended, and its reader with it.
        if hasattr(self, "_connection"):
            self.close()

    def _answers(self) -> bool:
        try:
            self._connection.execute(commits.LOOK).fetchall()
        except sqlite3.Error:
            return False
        return True

    def _newest(self) -> int:
        (newest,) = self.row(NEWEST, ())
        return newest or 0
