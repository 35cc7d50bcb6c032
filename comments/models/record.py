"""The record of a member: how many comments they wrote, and what became of them."""

from dataclasses import dataclass

from django.db import models

from comments.models.transitions import Status
from newsroom.subscribers.models import User


@dataclass(frozen=True, slots=True)
class Record:
    """The numbers a moderator weighs before a sanction (DSA 23(3)): how many against the charter, out of how many."""

    written: int = 0
    published: int = 0
    pending: int = 0
    hidden: int = 0
    refused: int = 0
    removed: int = 0

    @classmethod
    def of(cls, member: User) -> "Record":
        """Return the member's record, in one query."""
        rows = member.comments.order_by().values_list("status").annotate(models.Count("pk"))
        found = dict(rows)
        counted = (Status.PUBLISHED, Status.PENDING, Status.HIDDEN, Status.REFUSED, Status.REMOVED)
        return cls(sum(found.values()), **{str(status): found.get(status, 0) for status in counted})
