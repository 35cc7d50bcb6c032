"""Move a paper from SQLite to PostgreSQL: every row of every table with its key, all or nothing.

Our triggers keep rows as they were written and would refuse them: they stand off in the one transaction that brings
the rows, and stand as before when it ends.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.utils import IntegrityError

from newsroom import page_changes, search_indexes
from newsroom.lib import fulltext
from newsroom.lib.changes import watch as changes
from newsroom.lib.copying import Table, Tally

OLD, NEW = "old", "default"
# What a database holds as `migrate` leaves it; it makes way for what the paper made of it.
MADE_BY_MIGRATE = frozenset(
    {
        *("django_content_type", "auth_permission", "auth_group", "auth_group_permissions"),
        *("comments_charter", "comments_rule", "comments_ladderstep"),
    }
)
# What each database makes for itself, beside the indexes of words.
MADE_ANEW = frozenset({"django_migrations", changes.TABLE})
# No model's: attempts that are counted for a while. Elsewhere, where Redis has them.
CACHE = "newsroom_cache"
TRIGGERS = """
    SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger
    WHERE NOT tgisinternal AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)
    ORDER BY 1, 2
"""
# A million rows take longer than any page may.
PATIENCE = (
    "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"
)


class CannotMove(Exception):
    """Nothing was moved; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A table that is over, read again there."""

    table: str
    tally: Tally


def tables() -> list[Table]:
    """Return every table that holds what the paper knows."""
    found = {
        model._meta.db_table: tuple(model._meta.local_concrete_fields)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    return [Table(name, fields) for name, fields in sorted(found.items())]


def check() -> None:
    """Raise CannotMove where the new database holds rows of its own, or the old one rows that hang in the air."""
    with connections[NEW].cursor() as cursor:
        held = [
            table.name for table in tables() if table.name not in MADE_BY_MIGRATE and holds_rows(cursor, table.name)
        ]
    if held:
        more = f" and {len(held) - 3} tables more" if len(held) > 3 else ""
        raise CannotMove(
            f"The database at DATABASE_URL is not empty: rows in {', '.join(held[:3])}{more}. Name an empty one."
        )
    try:
        connections[OLD].check_constraints()
    except IntegrityError as error:
        raise CannotMove(f"A row of the old database is broken: {error}") from error


def move() -> Iterator[Moved]:
    """Bring all rows over, and yield each table once both sides hold the same; at the end, all is kept at once.

    Nobody can write to the old database meanwhile. Raises BadRow or CannotMove, and then the new one is as it was.
    """
    old, new = connections[OLD], connections[NEW]
    with transaction.atomic(using=OLD), transaction.atomic(using=NEW), new.cursor() as cursor:
        check()
        cursor.execute(PATIENCE)
        moving = _in_both(old, new)
        fulltext.remove(new, search_indexes.INDEXES)
        stood = _triggers(cursor)
        names = ", ".join(new.ops.quote_name(table.name) for table in moving)
        _turn(cursor, new, moving, "DISABLE")
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY")
        sent = {table.name: _send(table, old, new) for table in moving}
        # Each key is looked for where it points to, now: no table may be altered before.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in moving:
            yield Moved(table.name, _same(table, new, sent[table.name]))
        _go_on_counting(old, new)
        _turn(cursor, new, moving, "ENABLE")
        if _triggers(cursor) != stood:
            raise CannotMove("The triggers of the new database are not what they were: run manage.py migrate on it.")
        search_indexes.install(new)
        page_changes.install(new)
        cursor.execute("ANALYZE")


def holds_rows(cursor: CursorWrapper, table: str) -> bool:
    """Return whether there is any row in the table."""
    cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")')
    return bool(cursor.fetchone()[0])


def left(old: BaseDatabaseWrapper) -> list[str]:
    """Return the tables of the old database with rows that no model has: they stay where they are."""
    known = {table.name for table in tables()} | MADE_ANEW | {CACHE}
    indexes = tuple(index.name for index in search_indexes.INDEXES)
    with old.cursor() as cursor:
        names = [one for one in old.introspection.table_names(cursor) if one not in known]
        return [one for one in names if not one.startswith(indexes) and holds_rows(cursor, one)]


def _in_both(old: BaseDatabaseWrapper, new: BaseDatabaseWrapper) -> list[Table]:
    if all(CACHE in database.introspection.table_names() for database in (old, new)):
        return [*tables(), _cache()]
    return tables()


def _cache() -> Table:
    key, value = models.CharField(max_length=255, primary_key=True), models.TextField()
    columns: dict[str, models.Field[Any, Any]] = {"cache_key": key, "value": value, "expires": models.DateTimeField()}
    for name, field in columns.items():
        field.set_attributes_from_name(name)
    return Table(CACHE, tuple(columns.values()))


def _send(table: Table, old: BaseDatabaseWrapper, new: BaseDatabaseWrapper) -> Tally:
    tally = Tally()
    table.put(new, tally.counted(table, table.rows(old)))
    return tally


def _same(table: Table, new: BaseDatabaseWrapper, sent: Tally) -> Tally:
    """Return what the table holds where it is now; raise CannotMove where that is not what was sent."""
    found = Tally()
    for _row in found.counted(table, table.rows(new)):
        pass
    if found != sent:
        raise CannotMove(f"{table.name} is not the same on both sides: sent {sent}; found {found}.")
    return found


def _turn(cursor: CursorWrapper, new: BaseDatabaseWrapper, moving: list[Table], way: str) -> None:
    """Have all triggers but those of the foreign keys stand off, or stand; the owner of the tables may."""
    cursor.execute("; ".join(f"ALTER TABLE {new.ops.quote_name(one.name)} {way} TRIGGER USER" for one in moving))


def _triggers(cursor: CursorWrapper) -> list[tuple[Any, ...]]:
    cursor.execute(TRIGGERS)
    return list(cursor.fetchall())


def _go_on_counting(old: BaseDatabaseWrapper, new: BaseDatabaseWrapper) -> None:
    """Let new rows take the numbers that they would have had: one whose row was deleted is given to no other."""
    with old.cursor() as of_old, new.cursor() as of_new:
        of_old.execute("SELECT name, seq FROM sqlite_sequence WHERE seq > 0")
        last = dict(of_old.fetchall())
        for model in apps.get_models(include_auto_created=True):
            if number := last.get(model._meta.db_table):
                key = (model._meta.db_table, model._meta.pk.column)
                of_new.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [*key, number])
