"""The texts that are searched by their words: which tables, and what of them is indexed."""

from django.db.backends.base.base import BaseDatabaseWrapper

from articles.models import Article, searched
from articles.models.searched import PUBLIC, WHOLE
from newsroom.lib import fulltext
from newsroom.lib.fulltext import Index

INDEXES = (
    # For the moderators' desk alone: it holds what is not published too.
    Index("comments_comment", ("body",)),
    PUBLIC,
    WHOLE,
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the indexes that are missing, and let all that is published be found, safe to run again."""
    fulltext.install(connection, INDEXES)
    if PUBLIC.table in connection.introspection.table_names():
        for article in Article.objects.using(connection.alias).unsearched().iterator(chunk_size=100):
            searched.follow(article)
