"""The moderators' desk in the admin: one module a noun."""

from comments.admin import charter, comment, decision, discussion, ladder, policy, proposal, queue, report, sanction

__all__ = [
    "charter",
    "comment",
    "decision",
    "discussion",
    "ladder",
    "policy",
    "proposal",
    "queue",
    "report",
    "sanction",
]
