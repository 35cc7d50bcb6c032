"""Know whether rows changed since: triggers note each change, and whoever keeps what was made of the rows asks.

The note is written in the transaction of the change, whatever door that comes through (a verb, the admin, the shell,
another machine), so none is forgotten, and none is told of what rolled back. Things have numbers: EVERYTHING, on which
all that is kept depends, and any other that a watch names.
"""

from collections.abc import Iterable
from types import ModuleType

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from newsroom.lib.changes import postgresql, sqlite
from newsroom.lib.changes.watch import EVERYTHING, Mark, Reader, Watch

__all__ = ["EVERYTHING", "Mark", "Reader", "Watch", "forget", "install", "reader", "remove"]


def install(connection: BaseDatabaseWrapper, watches: Iterable[Watch]) -> None:
    """Make the triggers anew, safe to run again, and note that everything changed: nobody watched meanwhile.

    Needed after each migration: SQLite drops a table's triggers when one makes it anew.
    """
    database = _database(connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        cursor.execute(database.TABLE)
        for watch in watches:
            database.remove(cursor, watch, watch.table in tables)
            if watch.table in tables:
                description = connection.introspection.get_table_description(cursor, watch.table)
                for statement in database.statements(watch, [column.name for column in description]):
                    cursor.execute(statement)
        cursor.execute(database.noted(f"SELECT {EVERYTHING} AS thing"))


def remove(connection: BaseDatabaseWrapper, watches: Iterable[Watch]) -> None:
    """Take the triggers away, until `install` puts them up again; what was noted stays."""
    database = _database(connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for watch in watches:
            database.remove(cursor, watch, watch.table in tables)


def forget(connection: BaseDatabaseWrapper) -> None:
    """Let go of the notes that nobody asks for any more: who keeps anything for a day makes it anew."""
    with connection.cursor() as cursor:
        cursor.execute(_database(connection).FORGET)


def reader(alias: str = "default") -> Reader:
    """Return who asks the database, by a connection of its own; it belongs to one thread. Raises Reader.Gone."""
    opened: Reader = _database(connections[alias]).Reader(connections[alias])
    return opened


def _database(connection: BaseDatabaseWrapper) -> ModuleType:
    return postgresql if connection.vendor == "postgresql" else sqlite
