"""The index of words on SQLite: a table of FTS5 that keeps no text (sqlite.org/fts5.html#contentless_tables)."""

from collections.abc import Sequence
from sqlite3 import sqlite_version_info
from typing import Any

from django.db.backends.utils import CursorWrapper
from django.db.models import BooleanField, Case, Q, QuerySet, When
from django.db.models.expressions import Combinable, RawSQL

from newsroom.lib.fulltext.index import ENOUGH, NEWEST, WEIGHED, Index, without_ligatures
from newsroom.lib.fulltext.phrases import Phrase

TOKENIZER = "unicode61 remove_diacritics 2"
# From here on FTS5 can wipe a deleted text's words out, rather than note that they are gone (#the_secure_delete_...).
# An older SQLite cannot read what this one wrote.
WIPES = (3, 42)
# Of a common word, the rows among so many newest ones are listed apart: the list of all of them is seldom needed then.
LISTED_APART = 20_000
# What a word is worth in the first column, the second, the third, and all others.
WORTH = (10, 5, 2, 1)


def stands(cursor: CursorWrapper, index: Index) -> bool:
    """Return whether the index is there, whole, and made as `make` would make it."""
    statements = _statements(index)
    cursor.execute(
        f"SELECT name, sql FROM sqlite_master WHERE name IN ({', '.join(['%s'] * len(statements))})", list(statements)
    )
    return dict(cursor.fetchall()) == statements


def make(cursor: CursorWrapper, index: Index) -> None:
    """Make the index from all rows, and the triggers that follow them from now on."""
    for statement in _statements(index).values():
        cursor.execute(statement)
    if sqlite_version_info >= WIPES:
        cursor.execute(f"INSERT INTO {index.name}({index.name}, rank) VALUES ('secure-delete', 1)")
    texts = ", ".join(without_ligatures(column) for column in index.columns)
    cursor.execute(f"INSERT INTO {index.name}(rowid, {', '.join(index.columns)}) SELECT id, {texts} FROM {index.table}")


def remove(cursor: CursorWrapper, index: Index) -> None:
    """Take away what there is of the index."""
    for name in _statements(index):
        cursor.execute(f"DROP {'TABLE' if name == index.name else 'TRIGGER'} IF EXISTS {name}")


def among(cursor: CursorWrapper, index: Index, phrases: Sequence[Phrase]) -> Q | Combinable:
    """Return the condition that a row of the table holds the phrases."""
    name, table = index.name, index.table
    match = _match(index, phrases)
    rows = f"SELECT rowid FROM {name} WHERE {name} MATCH %s"
    last = f"(SELECT max(id) FROM {table})"
    cursor.execute(f"SELECT {last}, count(*) FROM {name} WHERE {name} MATCH %s AND rowid > {last} - {NEWEST}", [match])
    newest, found = cursor.fetchone()
    everywhere = Q(pk__in=RawSQL(rows, [match]))
    if found < ENOUGH:
        return everywhere
    # SQLite makes the whole list before it looks at the first row: 0.3 s for a word that a million rows hold. But it
    # makes no list before it needs it.
    since = newest - LISTED_APART
    apart = Q(pk__in=RawSQL(f"{rows} AND rowid > %s", [match, since]))
    return Case(When(pk__gt=since, then=apart), default=everywhere, output_field=BooleanField())


def candidates[Rows: QuerySet[Any]](index: Index, rows: Rows) -> Rows:
    """Return the rows among which `best` looks: the one whose words it has just found, if that is one of them."""
    # The sign keeps SQLite from asking the index once for each of the rows: eight thousand took 18 s.
    return rows.filter(pk=RawSQL(f"+{index.name}.rowid", ()))


def best(
    cursor: CursorWrapper, index: Index, phrases: Sequence[Phrase], among: tuple[str, tuple[Any, ...]], limit: int
) -> list[int]:
    """Return the ids of the rows `among` those of a query that hold the phrases, the best first."""
    row, values = among
    worth = ", ".join(str(WORTH[min(place, 3)]) for place in range(len(index.columns)))
    cursor.execute(
        f"SELECT id FROM (SELECT rowid AS id, bm25({index.name}, {worth}) AS place FROM {index.name}"
        f" WHERE {index.name} MATCH %s AND EXISTS ({row}) ORDER BY rowid DESC LIMIT {WEIGHED})"
        " ORDER BY place, id DESC LIMIT %s",
        [_match(index, phrases), *values, limit],
    )
    return [pk for (pk,) in cursor.fetchall()]


def _statements(index: Index) -> dict[str, str]:
    """Return what makes the table and its triggers, by their names; the database keeps the texts as they are."""
    name, columns = index.name, ", ".join(index.columns)
    new = ", ".join(without_ligatures(f"NEW.{column}") for column in index.columns)
    old = ", ".join(without_ligatures(f"OLD.{column}") for column in index.columns)
    put = f"INSERT INTO {name}(rowid, {columns}) VALUES (NEW.id, {new});"
    take = f"INSERT INTO {name}({name}, rowid, {columns}) VALUES ('delete', OLD.id, {old});"
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in index.columns)
    return {
        name: f"CREATE VIRTUAL TABLE {name} USING fts5({columns}, content='', tokenize='{TOKENIZER}')",
        f"{name}_put": f"CREATE TRIGGER {name}_put AFTER INSERT ON {index.table} BEGIN {put} END",
        f"{name}_take": f"CREATE TRIGGER {name}_take AFTER DELETE ON {index.table} BEGIN {take} END",
        f"{name}_follow": f"CREATE TRIGGER {name}_follow AFTER UPDATE OF {columns} ON {index.table}"
        f" WHEN {changed} BEGIN {take} {put} END",
    }


def _match(index: Index, phrases: Sequence[Phrase]) -> str:
    return " AND ".join(_in_any_form(phrase) if index.has_forms else _quoted(phrase) for phrase in phrases)


def _in_any_form(phrase: Phrase) -> str:
    others = [Phrase((*phrase.words[:-1], other)) for other in phrase.loose]
    return f"({' OR '.join(_quoted(one) for one in (phrase, *others))})"


def _quoted(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.words)}"{" *" if phrase.is_open else ""}'
