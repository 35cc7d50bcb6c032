"""A text on its way in, as a reader sent it."""

from dataclasses import dataclass

from articles.models import Article
from comments.models import Comment
from newsroom.lib.connection import Connection
from newsroom.subscribers.models import User


@dataclass(frozen=True, slots=True)
class Submission:
    """One text on its way in, as the reader sent it."""

    article: Article
    author: User
    body: str
    key: str
    parent_id: int | None = None
    # The revision that was on the screen of who answers it, where the form says so.
    parent_revision: int | None = None
    # The version of the charter that the author ticked.
    accepts: int | None = None
    # Whence it came; None for what no browser sent.
    connection: Connection | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """A new text for a comment of the author's, as they sent it."""

    comment: Comment
    author: User
    body: str
    key: str
    # The revision that they began from.
    revision: int | None
    accepts: int | None = None
    connection: Connection | None = None
