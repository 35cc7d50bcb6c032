"""Copy the rows of a table into a PostgreSQL database as they are, and tell whether two databases hold the same.

Rows are read as Python sees them, so that what one database keeps as text and the other as a moment is one value.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import batched
from typing import Any, cast

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, JSONField
from django.db.models.expressions import Col

A_BATCH = 1000
DIGEST_BYTES = 16
# Of what PostgreSQL says where: « COPY articles_article, line 12, column kicker: … ».
LINE = re.compile(r", line (\d+)(?:, column (\w+))?")

type Row = tuple[Any, ...]


class BadRow(Exception):
    """A row that the other database does not take; the message names it and says why."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, and the fields that its columns hold."""

    name: str
    fields: tuple[Field[Any, Any], ...]

    def rows(self, connection: BaseDatabaseWrapper) -> Iterator[Row]:
        """Yield the rows, a batch in memory at a time, in no order; needs a transaction."""
        ways = [_converters(connection, self.name, field) for field in self.fields]
        with connection.chunked_cursor() as cursor:
            cursor.execute(f"SELECT {self._columns(connection)} FROM {connection.ops.quote_name(self.name)}")
            while batch := cursor.fetchmany(A_BATCH):
                for row in batch:
                    yield tuple(way(value) for way, value in zip(ways, row, strict=True))

    def put(self, connection: BaseDatabaseWrapper, rows: Iterable[Row]) -> None:
        """Add the rows, keys and all. Raises BadRow, and then the transaction is lost."""
        for batch in batched(rows, A_BATCH):
            self._put(connection, batch)

    def _put(self, connection: BaseDatabaseWrapper, batch: Sequence[Row]) -> None:
        place = 0
        try:
            with connection.cursor() as cursor, cast(Any, cursor).copy(self._copy(connection)) as copy:
                for place, row in enumerate(batch):  # noqa: B007 - told below
                    copy.write_row(
                        [
                            field.get_db_prep_save(value, connection)
                            for field, value in zip(self.fields, row, strict=True)
                        ]
                    )
        except cast(Any, connection).Database.Error as error:
            said = LINE.search(error.diag.context or "")
            row = batch[int(said[1]) - 1 if said else place]
            column = f", {said[2]}" if said and said[2] else ""
            why = error.diag.message_primary or str(error)
            raise BadRow(f"{self.name}, row {self._key(row)}{column}: {why}") from error

    def _key(self, row: Row) -> Any:
        return next((value for field, value in zip(self.fields, row, strict=True) if field.primary_key), "?")

    def _copy(self, connection: BaseDatabaseWrapper) -> str:
        return f"COPY {connection.ops.quote_name(self.name)} ({self._columns(connection)}) FROM STDIN"

    def _columns(self, connection: BaseDatabaseWrapper) -> str:
        return ", ".join(connection.ops.quote_name(cast(str, field.column)) for field in self.fields)


class Tally:
    """How many rows went by, and a sum of their digests: the same for the same rows in any order."""

    def __init__(self) -> None:
        self.rows = 0
        self.digest = 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tally) and (self.rows, self.digest) == (other.rows, other.digest)

    def __str__(self) -> str:
        return f"{self.rows} rows, {self.digest:0{2 * DIGEST_BYTES}x}"

    __hash__ = None  # type: ignore[assignment]

    def counted(self, table: Table, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows of the table as they go by."""
        for row in rows:
            plain = [_plain(field, value) for field, value in zip(table.fields, row, strict=True)]
            digest = blake2b(repr(plain).encode(errors="surrogatepass"), digest_size=DIGEST_BYTES).digest()
            self.rows += 1
            self.digest = (self.digest + int.from_bytes(digest)) % (1 << 8 * DIGEST_BYTES)
            yield row


def _converters(connection: BaseDatabaseWrapper, table: str, field: Field[Any, Any]) -> Any:
    """Return what makes of a column's value that of the field, as a query of Django's does."""
    column = Col(table, field)
    ways = [*connection.ops.get_db_converters(column), *field.get_db_converters(connection)]

    def converted(value: Any) -> Any:
        for way in ways:
            value = cast(Any, way)(value, column, connection)
        return value

    return converted


def _plain(field: Field[Any, Any], value: Any) -> object:
    """Return the value in the one form that it has on both databases."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, memoryview):
        return bytes(value)
    if isinstance(field, JSONField):
        return json.dumps(_plain_json(value), sort_keys=True)
    return value


def _plain_json(value: Any) -> Any:
    """Return the JSON with one way to write a number: PostgreSQL keeps 1e16 as 10000000000000000."""
    if isinstance(value, Mapping):
        return {key: _plain_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain_json(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
