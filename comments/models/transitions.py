"""The one table that says which move of a comment is allowed to whom."""

from django.db import models
from django.utils.translation import gettext
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
    # Hears an appeal; never the one who decided.
    REVIEWER = "reviewer", _("reviewer")
    # Takes back a decision of their own, seconds later: a slip of the hand.
    UNDOING = "undoing", _("taking back")
    # The intake, and the count of reports.
    MACHINE = "machine", _("machine")


MODERATORS = frozenset({Role.MODERATOR, Role.CHIEF})
AUTHOR = frozenset({Role.AUTHOR})
CHIEF = frozenset({Role.CHIEF})
REVIEWER = frozenset({Role.REVIEWER})
UNDOING = frozenset({Role.UNDOING})
MACHINE = frozenset({Role.MACHINE})

# A machine only ever takes; what it holds or refuses, a person publishes.
TRANSITIONS: dict[tuple[str, str], frozenset[Role]] = {
    (Status.PENDING, Status.PUBLISHED): MODERATORS,
    (Status.PENDING, Status.REFUSED): MODERATORS | MACHINE,
    (Status.PENDING, Status.WITHDRAWN): AUTHOR,
    # An edit brought a text that the intake holds.
    (Status.PUBLISHED, Status.PENDING): MACHINE | UNDOING,
    # Kept: the decision answers the reports, the comment stays.
    (Status.PUBLISHED, Status.PUBLISHED): MODERATORS | UNDOING,
    # Enough reports by members with a good record: withheld until somebody looks.
    (Status.PUBLISHED, Status.HIDDEN): MODERATORS | MACHINE | UNDOING,
    (Status.PUBLISHED, Status.REFUSED): MACHINE | UNDOING,
    (Status.PUBLISHED, Status.REMOVED): MODERATORS | REVIEWER | UNDOING,
    (Status.PUBLISHED, Status.WITHDRAWN): AUTHOR,
    (Status.HIDDEN, Status.PUBLISHED): MODERATORS | REVIEWER | UNDOING,
    (Status.HIDDEN, Status.REMOVED): MODERATORS | REVIEWER,
    (Status.HIDDEN, Status.WITHDRAWN): AUTHOR,
    # To put back is to publish with knowledge (loi 82-652, art. 93-3).
    (Status.REFUSED, Status.PUBLISHED): CHIEF | REVIEWER,
    (Status.REFUSED, Status.PENDING): UNDOING,
    (Status.REMOVED, Status.PUBLISHED): CHIEF | REVIEWER | UNDOING,
    (Status.REMOVED, Status.HIDDEN): UNDOING,
    # Partly reversed: it stays where it is, under another rule.
    **{(status, status): REVIEWER for status in (Status.HIDDEN, Status.REFUSED, Status.REMOVED)},
    # The text goes with the account, wherever it stood.
    **{(status, Status.ERASED): AUTHOR for status in Status if status != Status.ERASED},
}


class Verb(models.TextChoices):
    """What a moderator does to a comment: one button each, and one method of the comment."""

    PUBLISH = "publish", _("Publish")
    KEEP = "keep", _("Keep as it is")
    REFUSE = "refuse", _("Refuse")
    HIDE = "hide", _("Hide")
    REMOVE = "remove", _("Remove")
    RESTORE = "restore", _("Put back")


# What each move of the table is called when a moderator makes it.
VERBS: dict[tuple[str, str], Verb] = {
    (Status.PENDING, Status.PUBLISHED): Verb.PUBLISH,
    (Status.PENDING, Status.REFUSED): Verb.REFUSE,
    (Status.PUBLISHED, Status.PUBLISHED): Verb.KEEP,
    (Status.PUBLISHED, Status.HIDDEN): Verb.HIDE,
    (Status.PUBLISHED, Status.REMOVED): Verb.REMOVE,
    (Status.HIDDEN, Status.PUBLISHED): Verb.PUBLISH,
    (Status.HIDDEN, Status.REMOVED): Verb.REMOVE,
    (Status.REFUSED, Status.PUBLISHED): Verb.RESTORE,
    (Status.REMOVED, Status.PUBLISHED): Verb.RESTORE,
}

# Where a text is that was found against the charter or the law.
DOWN = frozenset({Status.REFUSED, Status.REMOVED})
# What its author may mend and send again, as a new comment.
SENT_AGAIN = frozenset({Status.REFUSED, Status.REMOVED, Status.WITHDRAWN})
# A branch stands below these: a tombstone takes the place of what is gone, and no reply is silenced with it.
# A pending, hidden or refused comment was never to be seen, so its branch is not reachable either.
BRANCH_STANDS = (Status.PUBLISHED, Status.REMOVED, Status.WITHDRAWN, Status.ERASED)
TOMBSTONES = (Status.REMOVED, Status.WITHDRAWN, Status.ERASED)


class StaleMove(Exception):
    """The comment is no longer what was judged. Carries what it is now, and who moved it (empty: its text changed)."""

    def __init__(self, status: str, moved_by: str) -> None:
        self.status = Status(status)
        self.moved_by = moved_by
        super().__init__(status)

    def told_to_staff(self) -> str:
        """Say what happened and who did it: readers are not told which moderator decided."""
        if not self.moved_by:
            return gettext("Meanwhile its author changed the text. Nothing was changed by you.")
        return gettext("Meanwhile %(who)s decided, and the comment is now: %(status)s. Nothing was changed by you.") % {
            "who": self.moved_by,
            "status": self.status.label,
        }


class MoveNotAllowed(Exception):
    """The table allows this move to nobody in this role."""

    def told_to_staff(self) -> str:
        """Say what stands against it."""
        return str(self)
