"""The models of the discussion."""

from comments.models.charter import Charter, Rule
from comments.models.comment import Comment
from comments.models.decision import Decision
from comments.models.discussion import Discussion
from comments.models.queue import QueuedComment
from comments.models.record import Record
from comments.models.report import Report
from comments.models.revision import Revision
from comments.models.sanction import Sanction
from comments.models.transitions import TRANSITIONS, MoveNotAllowed, Role, StaleMove, Status

__all__ = [
    "TRANSITIONS",
    "Charter",
    "Comment",
    "Decision",
    "Discussion",
    "MoveNotAllowed",
    "QueuedComment",
    "Record",
    "Report",
    "Revision",
    "Role",
    "Rule",
    "Sanction",
    "StaleMove",
    "Status",
]
