"""The one table that says which move of a comment is allowed to whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where a comment stands (moderation.md §3)."""

    PENDING = "pending", _("pending")
    PUBLISHED = "published", _("published")
    HIDDEN = "hidden", _("hidden")
    REFUSED = "refused", _("refused")
    REMOVED = "removed", _("removed")
    WITHDRAWN = "withdrawn", _("withdrawn")
    ERASED = "erased", _("erased")


class Role(models.TextChoices):
    """In which role somebody moves a comment."""

    AUTHOR = "author", _("author")
    MODERATOR = "moderator", _("moderator")
    # May put back what was refused or taken down; never the one who decided that (a second pair of eyes).
    CHIEF = "chief", _("chief moderator")


MODERATORS = frozenset({Role.MODERATOR, Role.CHIEF})
AUTHOR = frozenset({Role.AUTHOR})
CHIEF = frozenset({Role.CHIEF})

TRANSITIONS: dict[tuple[str, str], frozenset[Role]] = {
    (Status.PENDING, Status.PUBLISHED): MODERATORS,
    (Status.PENDING, Status.REFUSED): MODERATORS,
    (Status.PENDING, Status.WITHDRAWN): AUTHOR,
    # Kept: the decision answers the reports, the comment stays.
    (Status.PUBLISHED, Status.PUBLISHED): MODERATORS,
    (Status.PUBLISHED, Status.HIDDEN): MODERATORS,
    (Status.PUBLISHED, Status.REMOVED): MODERATORS,
    (Status.PUBLISHED, Status.WITHDRAWN): AUTHOR,
    (Status.HIDDEN, Status.PUBLISHED): MODERATORS,
    (Status.HIDDEN, Status.REMOVED): MODERATORS,
    (Status.HIDDEN, Status.WITHDRAWN): AUTHOR,
    # To put back is to publish with knowledge (loi 82-652, art. 93-3).
    (Status.REFUSED, Status.PUBLISHED): CHIEF,
    (Status.REMOVED, Status.PUBLISHED): CHIEF,
}

# Moves that keep a text from its readers: their author is owed a statement of reasons (DSA 17).
RESTRICTING = frozenset({Status.HIDDEN, Status.REFUSED, Status.REMOVED})
# A branch stands below these: a tombstone takes the place of what is gone, and no reply is silenced with it.
# A pending, hidden or refused comment was never to be seen, so its branch is not reachable either.
BRANCH_STANDS = (Status.PUBLISHED, Status.REMOVED, Status.WITHDRAWN, Status.ERASED)
TOMBSTONES = (Status.REMOVED, Status.WITHDRAWN, Status.ERASED)


class StaleMove(Exception):
    """The comment is no longer what was judged: somebody moved or rewrote it first. Carries what it is now."""

    def __init__(self, status: str, decided_by: str) -> None:
        self.status = Status(status)
        self.decided_by = decided_by
        super().__init__(status)


class MoveNotAllowed(Exception):
    """The table allows this move to nobody in this role."""
