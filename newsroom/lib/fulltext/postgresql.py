"""The index of words on PostgreSQL: a table beside the table, of tsvectors under a GIN index.

Beside it, because a row that changes writes all of its table's indexes anew, and because a phrase is looked up in a
stored tsvector: an index over an expression works the words of each row out again, and hinders who changes a column.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from django.db.backends.utils import CursorWrapper
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from newsroom.lib.fulltext.index import ENOUGH, NEWEST, WEIGHED, Index, without_ligatures
from newsroom.lib.fulltext.phrases import Phrase

WEIGHTS = "ABCD"
ACCENTS = r"[\u0300-\u036f]+"
# What stands between words: named one by one, since the class of letters is another one in each locale, and because
# PostgreSQL sees addresses, paths and negative numbers where there is a « . », a « / » or a « - ».
BETWEEN = r"[\u0001-/:-@\[-`{-\u00a9«-´¶-¹»-¿×÷\u2000-\u206f\u2190-\u2bff\u3000-\u3003\ufe0f\U0001f000-\U0001faff]+"


def stands(cursor: CursorWrapper, index: Index) -> bool:
    """Return whether the index is there, whole, and made as `make` would make it."""
    cursor.execute(
        "SELECT obj_description(to_regclass(%s), 'pg_class'), to_regclass(%s) IS NOT NULL,"
        " (SELECT count(*) FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgname IN (%s, %s) AND tgenabled = 'O')",
        [index.name, f"{index.name}_gin", index.table, f"{index.name}_follow", f"{index.name}_empty"],
    )
    return bool(cursor.fetchone() == (_version(index), True, 2))


def make(cursor: CursorWrapper, index: Index) -> None:
    """Make the index from all rows, and the triggers that follow them from now on."""
    # A million rows take longer than any page may.
    cursor.execute("SET LOCAL statement_timeout = 0")
    for statement in _statements(index):
        cursor.execute(statement)
    cursor.execute(f"COMMENT ON TABLE {index.name} IS '{_version(index)}'")


def remove(cursor: CursorWrapper, index: Index) -> None:
    """Take away what there is of the index."""
    cursor.execute(f"DROP FUNCTION IF EXISTS {index.name}_follow() CASCADE")
    cursor.execute(f"DROP TABLE IF EXISTS {index.name}")


def among(cursor: CursorWrapper, index: Index, phrases: Sequence[Phrase]) -> Q:
    """Return the condition that a row of the table holds the phrases."""
    name = index.name
    asked, match = _asked(index, phrases)
    holds = f"words @@ ({asked})"
    cursor.execute(
        f"SELECT count(*) FROM (SELECT words FROM {name} ORDER BY id DESC LIMIT {NEWEST}) newest WHERE {holds}", match
    )
    (found,) = cursor.fetchone()
    rows = f"SELECT id FROM {name} WHERE {holds}"
    if found < ENOUGH:
        # PostgreSQL believes any word to stand in some rows of a thousand. Left to choose, it reads the table from the
        # newest row to the oldest, in hope of a full page: a second for a word that stands nowhere.
        rows = f"WITH found AS MATERIALIZED ({rows}) SELECT id FROM found"
    return Q(pk__in=RawSQL(rows, match))


def candidates[Rows: QuerySet[Any]](index: Index, rows: Rows) -> Rows:
    """Return the rows among which `best` looks: all of them."""
    return rows


def best(
    cursor: CursorWrapper, index: Index, phrases: Sequence[Phrase], among: tuple[str, tuple[Any, ...]], limit: int
) -> list[int]:
    """Return the ids of the rows `among` those of a query that hold the phrases, the best first."""
    rows, values = among
    asked, match = _asked(index, phrases)
    # To weigh a row takes its whole tsvector: of a word that stands everywhere, the newest are weighed.
    cursor.execute(
        f"WITH found AS MATERIALIZED (SELECT id, words FROM {index.name} WHERE words @@ ({asked}) AND id IN ({rows})"
        f" ORDER BY id DESC LIMIT {WEIGHED})"
        f" SELECT id FROM found ORDER BY ts_rank(words, {asked}) DESC, id DESC LIMIT %s",
        [*match, *values, *match, limit],
    )
    return [pk for (pk,) in cursor.fetchall()]


def _statements(index: Index) -> list[str]:
    name, table = index.name, index.table
    # As JSON, whose types never change: PL/pgSQL keeps those it saw first, and a trigger that names a column in its own
    # terms forbids to change the column's type.
    was, now = ([f"to_jsonb({row}) ->> '{column}'" for column in index.columns] for row in ("OLD", "NEW"))
    changed = " OR ".join(f"{one} IS DISTINCT FROM {other}" for one, other in zip(was, now, strict=True))
    return [
        f"CREATE TABLE {name} (id bigint PRIMARY KEY, words tsvector NOT NULL)",
        f"CREATE FUNCTION {name}_follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP = 'TRUNCATE' THEN TRUNCATE {name};"
        f" ELSIF TG_OP = 'DELETE' THEN DELETE FROM {name} WHERE id = OLD.id;"
        f" ELSIF TG_OP = 'INSERT' THEN INSERT INTO {name} VALUES (NEW.id, {_words(index, now)});"
        f" ELSIF {changed} THEN UPDATE {name} SET words = {_words(index, now)} WHERE id = OLD.id;"
        " END IF; RETURN NULL; END $$",
        f"CREATE TRIGGER {name}_follow AFTER INSERT OR UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {name}_follow()",
        f"CREATE TRIGGER {name}_empty AFTER TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}_follow()",
        f"INSERT INTO {name} SELECT id, {_words(index, index.columns)} FROM {table}",
        f"CREATE INDEX {name}_gin ON {name} USING gin (words)",
        f"ANALYZE {name}",
    ]


def _version(index: Index) -> str:
    """Return what tells one way of making the index from another; its table bears it as a comment."""
    return sha256("\n".join(_statements(index)).encode()).hexdigest()[:16]


def _words(index: Index, texts: Sequence[str]) -> str:
    """Return the SQL of the words of these texts, in SQL themselves, as one tsvector."""
    vectors = []
    for configuration in _configurations(index):
        for place, sql in enumerate(texts):
            text = f"normalize({without_ligatures(f"coalesce({sql}, '')")}, NFD)"
            text = f"regexp_replace(regexp_replace({text}, '{ACCENTS}', '', 'g'), '{BETWEEN}', ' ', 'g')"
            vectors.append(f"setweight(to_tsvector('{configuration}', {text}), '{WEIGHTS[min(place, 3)]}')")
    return " || ".join(vectors)


def _configurations(index: Index) -> tuple[str, ...]:
    """Return in which of PostgreSQL's ways the words are kept: as they stand, and by their stems as well."""
    return ("simple", "french") if index.has_forms else ("simple",)


def _asked(index: Index, phrases: Sequence[Phrase]) -> tuple[str, list[str]]:
    """Return the SQL of the tsquery for the phrases, and its parameters."""
    if not index.has_forms:
        return "to_tsquery('simple', %s)", [" & ".join(_together(phrase) for phrase in phrases)]
    terms: list[str] = []
    values: list[str] = []
    for phrase in phrases:
        terms.append("to_tsquery('simple', %s)")
        values.append(_together(phrase))
        if not phrase.is_quoted:
            # A stem of a word that goes on is none.
            terms[-1] = "(to_tsquery('simple', %s) || to_tsquery('french', %s))"
            values.append(_together(replace(phrase, is_open=False)))
    return " && ".join(terms), values


def _together(phrase: Phrase) -> str:
    words = [re.sub(ACCENTS, "", unicodedata.normalize("NFD", word)) for word in phrase.words]
    return " <-> ".join(words) + (":*" if phrase.is_open else "")
