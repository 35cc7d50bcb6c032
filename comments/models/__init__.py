"""The models of the discussion."""

from comments.models.acceptance import Acceptance
from comments.models.appeal import Appeal, StaleAppeal
from comments.models.category import Category
from comments.models.charter import Charter, Rule
from comments.models.claim import Claim, ClaimedMove
from comments.models.comment import Comment, Known
from comments.models.connection_record import ConnectionRecord
from comments.models.decision import Decision
from comments.models.discussion import Discussion
from comments.models.ladder import LadderStep, StaleLadder
from comments.models.legal_hold import LegalHold
from comments.models.level import Gravity, Level
from comments.models.note import Note
from comments.models.policy import Policy
from comments.models.proposal import Proposal, StaleProposal
from comments.models.queue import QueuedComment
from comments.models.recommendation import Recommendation
from comments.models.record import Record
from comments.models.reply_notices import ReplyNotices
from comments.models.report import Report
from comments.models.revision import Revision
from comments.models.sanction import Sanction
from comments.models.selection import Selection
from comments.models.transitions import TRANSITIONS, MoveNotAllowed, Role, StaleMove, Status
from comments.models.verdict import Verdict
from comments.models.word_rule import WordRule

__all__ = [
    "TRANSITIONS",
    "Acceptance",
    "Appeal",
    "Category",
    "Charter",
    "Claim",
    "ClaimedMove",
    "Comment",
    "ConnectionRecord",
    "Decision",
    "Discussion",
    "Gravity",
    "Known",
    "LadderStep",
    "LegalHold",
    "Level",
    "MoveNotAllowed",
    "Note",
    "Policy",
    "Proposal",
    "QueuedComment",
    "Recommendation",
    "Record",
    "ReplyNotices",
    "Report",
    "Revision",
    "Role",
    "Rule",
    "Sanction",
    "Selection",
    "StaleAppeal",
    "StaleLadder",
    "StaleMove",
    "StaleProposal",
    "Status",
    "Verdict",
    "WordRule",
]
