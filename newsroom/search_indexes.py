"""The texts that are searched by their words: one table, and what of it is indexed."""

from django.db.backends.base.base import BaseDatabaseWrapper

from newsroom.lib import fulltext
from newsroom.lib.fulltext import Index

INDEXES = (
    # For the moderators' desk alone: it holds what is not published too.
    Index("comments_comment", ("body",)),
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the indexes that are missing, safe to run again."""
    fulltext.install(connection, INDEXES)
