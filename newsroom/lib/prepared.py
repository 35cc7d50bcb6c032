"""Queries that are put together once: what the ORM takes a millisecond to write is sent again with other values.

For what is asked with each comment or page; anywhere else a query is written where it is asked.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connections, models
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql import InsertQuery, UpdateQuery

DATE, TEXT = models.DateTimeField(), models.TextField()
# Of a whole number, besides its sign.
BITS = 63
# Where Django puts a value, as its own SQLite cursor finds it.
PLACE = re.compile("(?<!%)%s")


class Given(models.Value):
    """A value that comes with each asking, under its name. The field says how the database is told it."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Leave its place to what comes with each asking."""
        return "%s", (self,)

    def as_sqlite(self, compiler: Any, connection: Any, **extra_context: Any) -> Any:
        """Do so there too, behind a sign that changes nothing: see `_spelled`."""
        return "+%s", (self,)

    def told(self, values: dict[str, Any], connection: Any) -> Any:
        """Return what the database is told in its place."""
        value = values[self.value]
        if isinstance(value, int) and value.bit_length() > BITS:
            # No row has it, and SQLite takes none as long.
            return None
        return self.output_field.get_db_prep_value(value, connection=connection)


def given(name: str, field: "models.Field[Any, Any] | None" = None) -> Any:
    """Return what stands in a query for a value that comes with each asking; a whole number, without a field."""
    return Given(name, field or models.BigIntegerField())


class Prepared[Row]:
    """A query with `given` values, of models (with what `select_related` and `annotate` bring) or of a `values_list`.

    It is written once for each kind of database, when it is first asked: whatever else it reads stays as it was then.
    """

    def __init__(self, write: "Callable[[], models.QuerySet[Any, Row]]") -> None:
        self._write = write
        self._written: dict[str, _Written] = {}

    def all(self, **values: Any) -> list[Row]:
        """Return the rows that the query finds with these values."""
        connection = connections["default"]
        written = self._written.get(connection.vendor)
        if written is None:
            written = self._written[connection.vendor] = _Written(self._write(), connection)
        return list(written.rows(values, connection))

    def first(self, **values: Any) -> Row | None:
        """Return the first of them."""
        return next(iter(self.all(**values)), None)


class _Written:
    """The query as one kind of database reads it, and how its rows are read."""

    def __init__(self, asked: Any, connection: Any) -> None:
        compiler = asked.query.get_compiler(connection=connection)
        self.sql, self.given = _spelled(compiler.as_sql(), connection)
        self.converters = compiler.get_converters([expression for expression, _sql, _alias in compiler.select])
        self.is_of_models = asked._iterable_class is ModelIterable
        if self.is_of_models:
            self._read_models(compiler, asked._fetch_mode)

    def rows(self, values: dict[str, Any], connection: Any) -> Iterator[Any]:
        """Yield what the database answers."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, _told(self.given, values, connection))
            found = cursor.fetchall()
        for row in map(list, found):
            for place, (converters, expression) in self.converters.items():
                for convert in converters:
                    row[place] = convert(row[place], expression, connection)
            yield self._model(row) if self.is_of_models else tuple(row)

    def _read_models(self, compiler: Any, fetch_mode: Any) -> None:
        kind = compiler.klass_info
        columns = kind["select_fields"]
        self.columns = slice(columns[0], columns[-1] + 1)
        self.model, self.fetch_mode = kind["model"], fetch_mode
        self.names = [column.target.attname for column, _sql, _alias in compiler.select[self.columns]]
        self.beside = get_related_populators(kind, compiler.select, "default", fetch_mode)
        self.noted = compiler.annotation_col_map

    def _model(self, row: list[Any]) -> Any:
        found = self.model.from_db("default", self.names, row[self.columns], fetch_mode=self.fetch_mode)
        for one in self.beside:
            one.populate(row, found)
        for name, place in self.noted.items():
            setattr(found, name, row[place])
        return found


class PreparedUpdate:
    """An update with `given` values: what it finds, and what it makes of it. Written once, as `Prepared` is."""

    def __init__(self, write: "Callable[[], tuple[models.QuerySet[Any], dict[str, Any]]]") -> None:
        self._write = write
        self._written: dict[str, tuple[str, Any]] = {}

    def __call__(self, **values: Any) -> int:
        """Return how many rows there are that it changed."""
        connection = connections["default"]
        if connection.vendor not in self._written:
            found, changes = self._write()
            query: Any = found.query.chain(UpdateQuery)
            query.add_update_values(changes)
            self._written[connection.vendor] = _spelled(query.get_compiler(connection=connection).as_sql(), connection)
        sql, places = self._written[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(sql, _told(places, values, connection))
            return int(cursor.rowcount)


_inserts: dict[tuple[type[models.Model], str], str] = {}


def store(made: models.Model) -> None:
    """Store a new model and give it its number, as `save` does where nobody listens to it."""
    connection: Any = connections["default"]
    kind = type(made)
    fields = [field for field in kind._meta.concrete_fields if not field.primary_key]
    if (kind, connection.vendor) not in _inserts:
        query = InsertQuery(kind)
        query.insert_values(fields, [made])
        compiler: Any = query.get_compiler(connection=connection)
        compiler.returning_fields = [kind._meta.pk]
        [(_inserts[kind, connection.vendor], _params)] = compiler.as_sql()
    told = [field.get_db_prep_save(field.pre_save(made, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_inserts[kind, connection.vendor], told)
        (made.pk,) = cursor.fetchone()
    made._state.adding, made._state.db = False, connection.alias


def _spelled(written: tuple[str, Iterable[Any]], connection: Any) -> tuple[str, list[Any]]:
    """Return a query with its constants spelled out where that pays, and the values that are still to be told.

    SQLite plans a query anew at each asking whose plan hangs on a value that is told: one that it compared with an
    index's condition, or looked up in its statistics. That takes longer than the asking. A constant is no such value,
    and what stands behind a `+` is not looked at.
    """
    sql, places = written
    if connection.vendor != "sqlite":
        return sql, list(places)
    text, *rest = PLACE.split(sql)
    left: list[Any] = []
    for value, after in zip(places, rest, strict=True):
        if isinstance(value, str | int):
            text += _literal(value) + after
        else:
            text += "%s" + after
            left.append(value)
    return text, left


def _literal(value: str | int) -> str:
    if isinstance(value, int):
        return str(int(value))
    return "'{}'".format(value.replace("'", "''").replace("%", "%%"))


def _told(places: Iterable[Any], values: dict[str, Any], connection: Any) -> list[Any]:
    return [one.told(values, connection) if isinstance(one, Given) else one for one in places]
