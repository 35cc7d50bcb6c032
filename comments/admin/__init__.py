"""The moderators' desk in the admin: one module a noun."""

from comments.admin import (
    appeal,
    charter,
    comment,
    connection_record,
    decision,
    discussion,
    ladder,
    legal_hold,
    policy,
    proposal,
    queue,
    report,
    sanction,
    word_rule,
)

__all__ = [
    "appeal",
    "charter",
    "comment",
    "connection_record",
    "decision",
    "discussion",
    "ladder",
    "legal_hold",
    "policy",
    "proposal",
    "queue",
    "report",
    "sanction",
    "word_rule",
]
