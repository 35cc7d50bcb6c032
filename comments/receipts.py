"""A receipt: the next page its author sees says, once, beside the comment, that it came in."""

from collections.abc import MutableMapping
from typing import Any

SESSION_KEY = "comment-received"

type Session = MutableMapping[str, Any]


def leave(session: Session, comment_id: int) -> None:
    """Leave a receipt for the next page."""
    session[SESSION_KEY] = comment_id


def take(session: Session) -> int | None:
    """Return the id of the comment that just came in, once."""
    received: int | None = session.pop(SESSION_KEY, None)
    return received
