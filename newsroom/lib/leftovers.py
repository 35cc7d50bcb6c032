"""What has had its time, counted, or dealt with a few rows at a time so that no reader waits behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

# So many rows are locked at once, for the blink of an eye.
BATCH = 500


class Leftovers(Protocol):
    """Rows that are due at some moment."""

    def count(self, now: datetime) -> int:
        """Return how many are due at `now`."""

    def clear(self, now: datetime) -> int:
        """Deal with all that is due at `now`; return how many they were. Any number of processes may at once."""


def delete(rows: QuerySet[Any]) -> None:
    """Delete the rows."""
    rows.delete()


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table: those that are due at a moment, and what is done with them."""

    due: Callable[[datetime], QuerySet[Any]]
    act: Callable[[Any], object] = delete

    def count(self, now: datetime) -> int:
        return self.due(now).count()

    def clear(self, now: datetime) -> int:
        done, batch = 0, self._batch(now)
        while batch:
            done += len(batch)
            # Onward, so that a row which stays due does not come again.
            batch = self._batch(now, pk__gt=batch[-1])
        return done

    def _batch(self, now: datetime, **onward: Any) -> list[Any]:
        """Deal with the next few rows, in one transaction; those that another process deals with are left to it."""
        with transaction.atomic():
            due = self.due(now).filter(**onward).order_by("pk").only("pk")
            pks = [row.pk for row in due.select_for_update(skip_locked=True, of=("self",))[:BATCH]]
            self.act(due.model._default_manager.filter(pk__in=pks))
        return pks


class CachedCounts:
    """What the cache's table counted and no longer counts: it forgets by itself only what it is asked for."""

    # The moment stands there twice: what counts again meanwhile stays.
    DELETE_FEW = (
        "DELETE FROM {table} WHERE expires < %s"
        " AND cache_key IN (SELECT cache_key FROM {table} WHERE expires < %s LIMIT %s)"
    )

    def count(self, now: datetime) -> int:
        return self._run("SELECT COUNT(*) FROM {table} WHERE expires < %s", now, answer=lambda rows: rows.fetchone()[0])

    def clear(self, now: datetime) -> int:
        done = 0
        while number := self._run(self.DELETE_FEW, now, now, BATCH, answer=lambda rows: rows.rowcount):
            done += number
        return done

    def _run(self, statement: str, *values: datetime | int, answer: Callable[[Any], int]) -> int:
        table = connection.ops.quote_name(str(settings.CACHES["table"]["LOCATION"]))
        adapt = connection.ops.adapt_datetimefield_value
        with connection.cursor() as rows:
            said = [value if isinstance(value, int) else adapt(value.replace(microsecond=0)) for value in values]
            rows.execute(statement.format(table=table), said)
            return answer(rows)
