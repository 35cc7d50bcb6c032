"""A member's data, from every app: one table of parts, so that no table is forgotten (GDPR 15 and 20).

Theirs is what they gave, did, and were told; never whose report it was, nor which moderator decided.
"""

from newsroom import data_of_accounts, data_of_comments

PARTS = (*data_of_accounts.PARTS, *data_of_comments.PARTS)

AT_WORK = "what somebody of the staff did for the paper: it is about others"
# The other fields that lead to a user, and why no export follows them.
NOT_THEIRS = {
    "admin.LogEntry.user": AT_WORK,
    "articles.Correction.by": AT_WORK,
    "articles.FrontOrder.by": AT_WORK,
    "articles.Presence.user": AT_WORK,
    "articles.PreviewLink.by": AT_WORK,
    "articles.Revision.by": AT_WORK,
    "comments.Appeal.decider": AT_WORK,
    "comments.Appeal.reviewer": AT_WORK,
    "comments.Claim.moderator": AT_WORK,
    "comments.Decision.decided_by": AT_WORK,
    "comments.LegalHold.placed_by": AT_WORK,
    "comments.Note.author": AT_WORK,
    "comments.Proposal.closed_by": AT_WORK,
    "comments.Selection.by": AT_WORK,
    "comments.WordRule.created_by": AT_WORK,
    "subscribers.DisplayNameChange.by": AT_WORK,
    "comments.Note.member": "may tell of others too, so that somebody reads it before it is handed out: on demand",
    "subscribers.ClosedAccount.user": "who closed their account asks for nothing here any more",
    "subscribers.User_user_permissions.user": "rights at the paper, which their groups say",
}
