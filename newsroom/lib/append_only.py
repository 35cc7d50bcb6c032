"""Keep rows as they were written: triggers by which the database refuses to change or delete them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

REFUSAL = "%s: what was written here stays as it is"


@dataclass(frozen=True, slots=True)
class Guard:
    """One table whose rows stay as they were written, but for the columns named `free`."""

    table: str
    free: frozenset[str] = frozenset()
    # In SQL, about one row called {row}: which rows are kept. All, unless told otherwise.
    when: str = "1 = 1"
    # Whether the kept rows may become more.
    grows: bool = True
    # Whether a kept row may be deleted: with the person it is about.
    leaves: bool = False
    # Columns of text that may be emptied, and never rewritten: what a person wrote goes with the person.
    emptied: frozenset[str] = frozenset()
    # Columns that wait to be filled, once: what stands there stays.
    filled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger: what it refuses, on which rows."""

    name: str
    table: str
    event: str
    when: str


def install(connection: BaseDatabaseWrapper, guards: Iterable[Guard]) -> None:
    """Make the triggers anew, safe to run again; SQLite drops them whenever a migration remakes a table."""
    make = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for guard in guards:
            for trigger in _triggers(connection, guard):
                _drop(connection, trigger)
                for statement in make(connection, trigger):
                    cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, guards: Iterable[Guard]) -> None:
    """Take the triggers away: before a migration that rewrites kept rows, and before tests empty the tables."""
    with transaction.atomic(using=connection.alias):
        for guard in guards:
            for trigger in _triggers(connection, guard):
                _drop(connection, trigger)


def _triggers(connection: BaseDatabaseWrapper, guard: Guard) -> Iterator[Trigger]:
    """Yield the guard's triggers; none where its table is not there yet."""
    with connection.cursor() as cursor:
        if guard.table not in connection.introspection.table_names(cursor):
            return
        columns = [column.name for column in connection.introspection.get_table_description(cursor, guard.table)]
    loose = guard.free | guard.emptied | guard.filled
    kept = ", ".join(connection.ops.quote_name(name) for name in columns if name not in loose)
    was_kept, is_kept = guard.when.format(row="OLD"), guard.when.format(row="NEW")
    changed = was_kept if guard.grows else f"({was_kept}) OR ({is_kept})"
    yield Trigger(f"{guard.table}_kept_update", guard.table, f"UPDATE OF {kept}", changed)
    for name in sorted(guard.emptied & set(columns)):
        column = connection.ops.quote_name(name)
        rewritten = f"({changed}) AND NEW.{column} <> ''"
        yield Trigger(f"{guard.table}_{name}_emptied", guard.table, f"UPDATE OF {column}", rewritten)
    for name in sorted(guard.filled & set(columns)):
        column = connection.ops.quote_name(name)
        stood = f"({changed}) AND CAST(OLD.{column} AS text) <> ''"
        yield Trigger(f"{guard.table}_{name}_filled", guard.table, f"UPDATE OF {column}", stood)
    if not guard.leaves:
        yield Trigger(f"{guard.table}_kept_delete", guard.table, "DELETE", was_kept)
    if not guard.grows:
        yield Trigger(f"{guard.table}_kept_insert", guard.table, "INSERT", is_kept)
    if connection.vendor == "postgresql" and not guard.leaves:
        yield Trigger(f"{guard.table}_kept_truncate", guard.table, "TRUNCATE", "TRUE")


def _drop(connection: BaseDatabaseWrapper, trigger: Trigger) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name} ON {trigger.table}")
            cursor.execute(f"DROP FUNCTION IF EXISTS {trigger.name}()")
        else:
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}")


def _on_sqlite(connection: BaseDatabaseWrapper, trigger: Trigger) -> list[str]:
    return [
        f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table} WHEN {trigger.when}"
        f" BEGIN SELECT RAISE(ABORT, '{REFUSAL % trigger.table}'); END"
    ]


def _on_postgresql(connection: BaseDatabaseWrapper, trigger: Trigger) -> list[str]:
    whole = trigger.event == "TRUNCATE"
    row = "NULL" if whole else "OLD" if trigger.event == "DELETE" else "NEW"
    return [
        f"CREATE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {trigger.when} THEN RAISE EXCEPTION '{REFUSAL % trigger.table}'"
        " USING ERRCODE = 'integrity_constraint_violation'; END IF;"
        f" RETURN {row}; END $$",
        f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table}"
        f" FOR EACH {'STATEMENT' if whole else 'ROW'} EXECUTE FUNCTION {trigger.name}()",
    ]
