"""Changes on PostgreSQL: each transaction adds a line of its own for each thing that it changes, and waits for nobody.

A counter would be one row that all who change a thing write, and wait for one another to commit. Lines are asked for
with the snapshot that was taken before: what it did not see has come since, in whichever order the others committed.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, cast

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from newsroom.lib.changes import watch as words
from newsroom.lib.changes.watch import Broken, Gone, Mark, Watch

NOTES = words.TABLE
TABLE = (
    f"CREATE TABLE IF NOT EXISTS {NOTES} (thing bigint NOT NULL, xid xid8 NOT NULL DEFAULT pg_current_xact_id(),"
    " at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (thing, xid))"
)
# A line of a transaction that is yet to come was brought in with a dump of another server.
FORGET = f"DELETE FROM {NOTES} WHERE at < now() - interval '1 day' OR xid >= pg_snapshot_xmax(pg_current_snapshot())"
# It looks at the table too: where nobody made that, there is nothing to compare with later.
NOW = f"SELECT pg_current_snapshot()::text WHERE NOT EXISTS (SELECT 1 FROM {NOTES} WHERE thing = -1)"
HOLDS = (
    f"SELECT NOT EXISTS (SELECT 1 FROM {NOTES} WHERE thing = ANY(%s::bigint[])"
    " AND xid >= pg_snapshot_xmin(%s::pg_snapshot) AND NOT pg_visible_in_snapshot(xid, %s::pg_snapshot))"
)
EVENTS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
CONNECT_SECONDS = 2


def statements(watch: Watch, columns: Sequence[str]) -> Iterator[str]:
    """Yield what makes the triggers of a table."""
    # As JSON, which has the columns of the day: PL/pgSQL keeps the types that it saw first.
    unseen = ", ".join(f"'{name}'" for name in sorted(watch.unseen))
    was, now = (f"(to_jsonb({row}) - ARRAY[{unseen}]::text[])" for row in ("OLD", "NEW"))
    said = {
        event: f"IF {watch.shown(*rows)} THEN {noted(watch.changed(*rows))}; END IF;" for event, rows in EVENTS.items()
    }
    yield (
        f"CREATE FUNCTION {watch.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP = 'INSERT' THEN {said['INSERT']}"
        f" ELSIF TG_OP = 'DELETE' THEN {said['DELETE']}"
        f" ELSIF TG_OP = 'TRUNCATE' THEN {noted(f'SELECT {words.EVERYTHING} AS thing')};"
        f" ELSIF {was} IS DISTINCT FROM {now} THEN {said['UPDATE']}"
        " END IF; RETURN NULL; END $$"
    )
    yield (
        f"CREATE TRIGGER {watch.name} AFTER INSERT OR UPDATE OR DELETE ON {watch.table}"
        f" FOR EACH ROW EXECUTE FUNCTION {watch.name}()"
    )
    yield (
        f"CREATE TRIGGER {watch.name}_empty AFTER TRUNCATE ON {watch.table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {watch.name}()"
    )


def remove(cursor: CursorWrapper, watch: Watch, is_there: bool) -> None:
    """Take the table's triggers away."""
    if is_there:
        cursor.execute(f"DROP TRIGGER IF EXISTS {watch.name} ON {watch.table}")
        cursor.execute(f"DROP TRIGGER IF EXISTS {watch.name}_empty ON {watch.table}")
    cursor.execute(f"DROP FUNCTION IF EXISTS {watch.name}()")


def noted(things: str) -> str:
    """Return the SQL that notes a change of the things which a SELECT names."""
    return (
        f"INSERT INTO {NOTES} (thing) SELECT thing FROM ({things}) AS named WHERE thing IS NOT NULL"
        " ON CONFLICT DO NOTHING"
    )


class Reader:
    """Asks by a connection of its own, beside the pool, in no transaction."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        # Here, because a paper on SQLite need not have it.
        database = cast(Any, connection).Database
        # Prepared at the first look-up: Django, whose questions differ, has it off.
        options = {"connect_timeout": CONNECT_SECONDS, **connection.get_connection_params(), "prepare_threshold": 0}
        self._error: type[Exception] = database.Error
        try:
            self._connection = database.connect(**options, autocommit=True)
        except self._error as error:
            raise Gone(str(error)) from error

    def now(self) -> Mark:
        (snapshot,) = self._asked(NOW, ())
        return Mark(snapshot)

    def holds(self, mark: Mark) -> bool:
        (holds,) = self._asked(HOLDS, (list(mark.things), mark.since, mark.since))
        return bool(holds)

    def row(self, sql: str, values: Sequence[object]) -> Any:
        return self._asked(sql.replace("?", "%s"), values)

    def time(self, moment: datetime) -> object:
        return moment

    def close(self) -> None:
        self._connection.close()

    def __del__(self) -> None:
        # A thread of the server ended, and its reader with it.
        if hasattr(self, "_connection"):
            self.close()

    def _asked(self, sql: str, values: Sequence[object]) -> Any:
        try:
            return self._connection.execute(sql, values).fetchone()
        except self._error as error:
            raise (Gone if self._connection.closed else Broken)(str(error)) from error
