"""Invariant 8: of an erased text no word is left anywhere, and what was said below it keeps its place."""

from functools import cache
from itertools import batched

from django.db import connection

from comments.models import Comment, Status
from tests.comments.watch import Watched
from tests.words import words_of

A_QUERY = 400


@cache
def columns() -> list[tuple[str, str]]:
    """Return every column of every table: of the comments, the sessions, the audit, the waiting work."""
    with connection.cursor() as cursor:
        return [
            (table, column.name)
            for table in connection.introspection.table_names(cursor)
            for column in connection.introspection.get_table_description(cursor, table)
        ]


def places_of(word: str) -> list[str]:
    """Return the columns in which the word stands, in as few queries as SQLite takes them (500 parts each)."""
    return [place for some in batched(columns(), A_QUERY) for place in _places_of(word, some)]


def _places_of(word: str, some: tuple[tuple[str, str], ...]) -> list[str]:
    rows = " UNION ALL ".join(
        f'SELECT \'{table}.{column}\' WHERE EXISTS (SELECT 1 FROM "{table}" WHERE CAST("{column}" AS TEXT) LIKE %s)'  # noqa: S608 - our own names
        for table, column in some
    )
    with connection.cursor() as cursor:
        cursor.execute(rows, [f"%{word}%"] * len(some))
        return [place for (place,) in cursor.fetchall()]


class Erased(Watched):
    """Looks for what was erased wherever a word can stand."""

    def look(self, deed: str) -> None:
        super().look(deed)
        if deed == "erase":
            self.look_for({pk for pk in self.touched if self.comments[pk].status == Status.ERASED})

    def look_at_the_end(self) -> None:
        super().look_at_the_end()
        erased = {pk for pk, one in self.comments.items() if one.status == Status.ERASED}
        self.look_for(erased)
        gone = {word for word, pk in self.words.items() if pk in erased}
        assert not gone & words_of("comments_comment")

    def look_for(self, erased: set[int]) -> None:
        for word in [word for word, pk in self.words.items() if pk in erased]:
            assert places_of(word) == []
            assert not Comment.objects.containing(word).exists()
