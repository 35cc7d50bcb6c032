"""Write a great many rows with one statement a table, in SQL that SQLite and PostgreSQL both speak."""

import json
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.utils import timezone


def insert(model: type[models.Model], source: str, /, **given: str) -> None:
    """Add a row for each of the source; a column that is not given has its default."""
    fields = [field for field in model._meta.concrete_fields if field.column in given or _is_needed(field)]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    values = ", ".join(given.get(str(field.column)) or _literal(field.get_default()) for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {model._meta.db_table} ({columns}) SELECT {values} FROM ({source}) AS source")  # noqa: S608


def continue_ids(*written: type[models.Model]) -> None:
    """Let the next row that a verb adds come after those written here with ids of their own."""
    if not is_postgresql():
        return
    with connection.cursor() as cursor:
        for model in written:
            table = model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608
            )


def series(count: int) -> str:
    """Return the source that gives `n` from 1 to `count`."""
    counted = "WITH RECURSIVE series(n) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT n + 1 FROM series WHERE n < "
    return f"{counted}{count}) SELECT n FROM series"  # noqa: S608 - a number


def one_of(keys: list[int], number: str = "n / 7") -> str:
    """Return one of the keys, spread over the rows by a number of theirs."""
    whens = " ".join(f"WHEN {place} THEN {key}" for place, key in enumerate(keys))
    return f"CASE ({number}) % {len(keys)} {whens} END"


def ago(minutes: str) -> str:
    """Return the time so many minutes ago."""
    now = timezone.now().strftime("%Y-%m-%d %H:%M:%S")
    if is_postgresql():
        return f"timestamptz '{now}+00' - ({minutes}) * interval '1 minute'"
    return f"strftime('%Y-%m-%d %H:%M:%f', '{now}', (-({minutes})) || ' minutes')"


def name_of(what: str) -> str:
    """Return a random name (UUID) that is the same each time, of a text that no other row has."""
    digest = f"md5('newsroom:' || {what})"
    return f"{digest}::uuid" if is_postgresql() else digest


def is_postgresql() -> bool:
    """Return whether the rows go to PostgreSQL."""
    return connection.vendor == "postgresql"


def _is_needed(field: Any) -> bool:
    return not (field.null or field.primary_key or field.has_db_default())


def _literal(value: Any) -> str:
    if isinstance(value, datetime):
        return ago("0")
    if isinstance(value, bool | int):
        return str(value).upper()
    return "'" + (value if isinstance(value, str) else json.dumps(value)) + "'"
