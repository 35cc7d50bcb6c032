"""Search a table that the site itself does not search, and look into an index of words, as no page does."""

from django.db import connection
from django.utils.text import slugify

from articles.models import Contributor
from newsroom.lib import fulltext
from newsroom.lib.fulltext import Index
from newsroom.lib.fulltext.index import name_of

# A table with little else than text.
INDEX = Index("articles_contributor", ("name", "biography"))


def write(biography: str, *, name: str = "Ada") -> Contributor:
    """Return a new contributor with this biography."""
    slug = f"{slugify(name)}-{Contributor.objects.count()}"
    return Contributor.objects.create(name=name, slug=slug, biography=biography)


def found(query: str) -> list[str]:
    """Return the biographies of the contributors that the query finds, in the order they were written."""
    rows = fulltext.matching(Contributor.objects.order_by("id"), query)
    return list(rows.values_list("biography", flat=True))


def words_of(table: str) -> set[str]:
    """Return the words that the table's index holds."""
    name = name_of(table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT word FROM ts_stat('SELECT words FROM {name}')")  # noqa: S608 - a name of ours
            return {word for (word,) in cursor.fetchall()}
        cursor.execute(f"CREATE VIRTUAL TABLE temp.listed USING fts5vocab(main, {name}, row)")
        cursor.execute("SELECT term FROM listed")
        words = {word for (word,) in cursor.fetchall()}
        cursor.execute("DROP TABLE listed")
        return words
