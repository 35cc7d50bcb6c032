"""What is watched, and what is asked of it: the same words on both databases."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

TABLE = "newsroom_change"
# The thing that all that is kept depends on.
EVERYTHING = 0


class Gone(Exception):
    """The database does not answer."""


class Broken(Gone):
    """It answers, but not this: nobody made its tables, or it had too much to do."""


@dataclass(frozen=True, slots=True)
class Watch:
    """One table whose rows are shown."""

    table: str
    # In SQL, about one row called {row}: the numbers of the things that change with it.
    things: str = f"SELECT {EVERYTHING} AS thing"
    # In SQL too: which rows are shown at all, before or after the change.
    when: str = "1 = 1"
    # The columns that nobody is shown; a new column is shown until it is named here.
    unseen: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """What its triggers are called."""
        return f"{self.table}_changes"

    def changed(self, *rows: str) -> str:
        """Return the SQL of the things that change with these rows: OLD, NEW, or both."""
        return " UNION ".join(self.things.format(row=row) for row in rows)

    def shown(self, *rows: str) -> str:
        """Return the SQL that says whether one of these rows is shown."""
        return " OR ".join(f"({self.when.format(row=row)})" for row in rows)


@dataclass(slots=True)
class Mark:
    """A moment of the database, and what must not have changed since."""

    since: Any
    things: tuple[int, ...] = (EVERYTHING,)
    # The last moment at which nothing of it had changed yet, where the database has a number for it.
    seen: Any = None
    # What tells, without a look-up, that nothing at all was committed since it was last looked up, where there is it.
    moment: Any = None

    def of(self, things: Iterable[int]) -> "Mark":
        """Return the mark of the same moment for these things: of none is it known yet that it did not change since."""
        return Mark(self.since, (*self.things, *things))


class Reader(Protocol):
    """Asks the database. Raises Gone where it does not answer, Broken where it cannot say."""

    def now(self) -> Mark:
        """Return this moment: whatever is read from now on is at least as new."""

    def holds(self, mark: Mark) -> bool:
        """Return whether nothing that the mark names changed since: one look-up."""

    def row(self, sql: str, values: Sequence[object]) -> Any:
        """Return the first row that a question finds, its parameters written `?`; None for no row."""

    def time(self, moment: datetime) -> object:
        """Return a moment as the database compares it with a column of Django's."""

    def close(self) -> None:
        """Leave the database."""
