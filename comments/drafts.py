"""A text not sent yet, kept in the session while its author signs in."""

from collections.abc import MutableMapping
from dataclasses import asdict, dataclass
from typing import Any

# Ten comments' worth: what is longer is given back on the page, not stored.
DRAFT_MAX_LENGTH = 20_000
# A session holds few; the oldest goes first.
DRAFTS_A_SESSION = 5
SESSION_KEY = "drafts"

type Session = MutableMapping[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed under an article, and the comment it answers."""

    body: str
    parent_id: int | None = None


def keep(session: Session, article_id: int, draft: Draft) -> bool:
    """Keep the draft, in the place of an earlier one under the same article; return False for one too long to keep."""
    if len(draft.body) > DRAFT_MAX_LENGTH:
        return False
    others = {key: kept for key, kept in session.get(SESSION_KEY, {}).items() if key != str(article_id)}
    latest = list(others.items())[1 - DRAFTS_A_SESSION :]
    session[SESSION_KEY] = {**dict(latest), str(article_id): asdict(draft)}
    return True


def of(session: Session, article_id: int) -> Draft | None:
    """Return the draft kept for an article."""
    kept = session.get(SESSION_KEY, {}).get(str(article_id))
    return Draft(**kept) if kept else None


def forget(session: Session, article_id: int) -> None:
    """Drop the draft of an article: it was sent."""
    kept = session.get(SESSION_KEY, {})
    if str(article_id) in kept:
        session[SESSION_KEY] = {key: draft for key, draft in kept.items() if key != str(article_id)}
