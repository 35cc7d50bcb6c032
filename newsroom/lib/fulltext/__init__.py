"""Find rows by the words in their text: an index of words beside a table, on SQLite and PostgreSQL alike.

The database keeps the index: triggers on the table follow its text, whatever door it comes through, and do nothing
when a row changes otherwise. Case and accents do not count, and « cœur » is « coeur ». A moderator who looks for a word
means that word; an index for readers finds its other forms too.
"""

from collections.abc import Iterable
from types import ModuleType
from typing import Any, cast

from django.core.exceptions import EmptyResultSet
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

from newsroom.lib.fulltext import postgresql, sqlite
from newsroom.lib.fulltext.index import Index
from newsroom.lib.fulltext.phrases import parse

__all__ = ["Index", "best", "install", "matching", "remove"]


def install(connection: BaseDatabaseWrapper, indexes: Iterable[Index]) -> None:
    """Make each index that is missing, incomplete or of another version, from all rows; leave the others alone.

    Safe to run again, and needed after each migration: SQLite drops a table's triggers when one makes it anew. Making
    an index takes a minute for a million comments, in which nobody writes to the table. A migration that drops an
    indexed column calls `remove` first.
    """
    database = _database(connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for index in indexes:
            if index.table not in tables:
                database.remove(cursor, index)
            elif not database.stands(cursor, index):
                database.remove(cursor, index)
                database.make(cursor, index)


def remove(connection: BaseDatabaseWrapper, indexes: Iterable[Index]) -> None:
    """Take the indexes away, until `install` makes them again."""
    database = _database(connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for index in indexes:
            database.remove(cursor, index)


def matching[Rows: QuerySet[Any]](rows: Rows, query: str, index: Index | None = None) -> Rows:
    """Return the rows whose text holds all words of the query, in any order; none for a query without a word.

    Words in quotation marks stand one after another in the text, and so do the parts of « l’élève » or « peut-être ».
    The last word may go on: « gouvern » finds « gouvernement ». Nothing else has a meaning, and nothing is an error.
    `index` is that of the rows' own table, or of another whose rows bear the same ids.
    Asks the database one short question at once: on how the rows are best looked for.
    """
    phrases = parse(query)
    if not phrases:
        return rows.none()
    connection = connections[rows.db]
    with connection.cursor() as cursor:
        index = index or Index(rows.model._meta.db_table, ())
        condition = _database(connection).among(cursor, index, phrases)
    return rows.filter(condition)


def best(rows: QuerySet[Any], query: str, index: Index, *, limit: int) -> list[int]:
    """Return the ids of the matching rows, at most `limit` of them: those first whose weightiest columns match best.

    What a word is worth falls from the index's first column to its last. Equal rows come from the newest on, and of a
    word that stands in thousands of rows, the newest thousands are compared.
    """
    phrases = parse(query)
    if not phrases:
        return []
    connection = connections[rows.db]
    database = _database(connection)
    try:
        candidates = database.candidates(index, rows)
        among, values = candidates.order_by().values("pk").query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        found = database.best(cursor, index, phrases, (among, values), limit)
    return cast(list[int], found)


def _database(connection: BaseDatabaseWrapper) -> ModuleType:
    return postgresql if connection.vendor == "postgresql" else sqlite
