"""The database as it was before the first test, given back after a test that committed.

Django empties the tables and sends `post_migrate`, which makes permissions, groups and triggers anew: half a second
a test. Here the rows are kept once and put back as they were.
"""

import sqlite3
from typing import Protocol

from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

TABLES = """
    SELECT quote_ident(table_name) FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name
"""
TRIGGERS = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2"


class Kept(Protocol):
    """What the tables held at a moment."""

    def put_back(self) -> None:
        """Give the tables these rows again, and no other."""


def keep() -> Kept:
    """Return what the tables of the test database hold now."""
    return KeptOnPostgreSQL() if connection.vendor == "postgresql" else KeptOnSQLite()


class KeptOnSQLite:
    """A copy of the whole file, triggers and indexes of words included."""

    def __init__(self) -> None:
        connection.ensure_connection()
        self.copy = sqlite3.connect(":memory:")
        connection.connection.backup(self.copy)

    def put_back(self) -> None:
        """Write the copy over what the test left."""
        connection.ensure_connection()
        self.copy.backup(connection.connection)


class KeptOnPostgreSQL:
    """The rows of each table that held any."""

    def __init__(self) -> None:
        self.rows: dict[str, bytes] = {}
        with connection.cursor() as cursor:
            cursor.execute(TABLES)
            self.tables = [name for (name,) in cursor.fetchall()]
            self.triggers = _triggers(cursor)
            for table in self.tables:
                with cursor.copy(f"COPY {table} TO STDOUT") as copy:
                    self.rows[table] = b"".join(copy)

    def put_back(self) -> None:
        """Empty each table and write its rows again, past the guards: no table may be altered with rows in flight."""
        with connection.cursor() as cursor:
            triggers = _triggers(cursor)
            guarded = {table for table, _name in triggers}
            cursor.execute("; ".join(map("ALTER TABLE {} DISABLE TRIGGER USER".format, guarded)))
            with transaction.atomic():
                cursor.execute("; ".join(map("DELETE FROM {}".format, self.tables)))
                for table in filter(self.rows.get, self.tables):
                    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                        copy.write(self.rows[table])
            cursor.execute("; ".join(map("ALTER TABLE {} ENABLE TRIGGER USER".format, guarded)))
        if triggers != self.triggers:
            # The test took some away, or left some.
            emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def _triggers(cursor: CursorWrapper) -> list[tuple[str, str]]:
    cursor.execute(TRIGGERS)
    return list(cursor.fetchall())
