"""All that bears on one comment: what stands around it, who reports it, what was decided, and its author's record."""

from typing import Any

from django.db.models import FETCH_RAISE, QuerySet

from comments.admin.rows import OF_THE_SENDER, Row
from comments.desk_forms import ANSWERING, NoteForm
from comments.models import Charter, Comment, Decision, Record, Report, Role
from newsroom.subscribers.models import User

REPLIES_SHOWN = 20
REPORTS_SHOWN = 20
DECISIONS_SHOWN = 10
REVISIONS_SHOWN = 10
NOTES_SHOWN = 10


def examination(comment: Comment, person: User) -> dict[str, Any]:
    """Return what the page of a comment shows to who examines it. The reporters stay unnamed."""
    around = Comment.objects.select_related("author").fetch_mode(FETCH_RAISE)
    reports = Report.objects.filter(comment=comment).select_related("rule", "decision").defer(*OF_THE_SENDER)
    row = Row.of(comment, person)
    return {
        "row": row,
        "plain": ANSWERING,
        "reasoned": not ANSWERING.issuperset(row.verbs),
        "comment": comment,
        "own": comment.author_id == person.pk,
        "parent": around.filter(pk=comment.parent_id).first() if comment.parent_id else None,
        "replies": list(around.filter(parent=comment.pk).order_by("id")[:REPLIES_SHOWN]),
        "reports": list(reports.fetch_mode(FETCH_RAISE)[:REPORTS_SHOWN]),
        **_texts(comment),
        "decisions": list(_decisions().filter(comment=comment.pk)),
        "charter": Charter.objects.with_rules().current(),
        **dossier(comment.author, but=comment),
    }


def _texts(comment: Comment) -> dict[str, Any]:
    """Return what the checks found in the text as it is, and the texts it had before, the latest first."""
    known = list(comment.revisions.order_by("-number")[:REVISIONS_SHOWN])
    return {"hits": known[0].hits if known else [], "revisions": known[1:]}


def dossier(member: User, *, but: Comment | None = None) -> dict[str, Any]:
    """Return the member's record and the decisions about them, those on the comment `but` left out."""
    decisions = _decisions().filter(member=member).exclude(role=Role.AUTHOR)
    if but is not None:
        decisions = decisions.exclude(comment=but.pk)
    return {
        "member": member,
        "record": Record.of(member),
        "earlier": list(decisions[:DECISIONS_SHOWN]),
        "notes": list(member.notes.select_related("author").fetch_mode(FETCH_RAISE)[:NOTES_SHOWN]),
        "note_form": NoteForm(),
    }


def _decisions() -> QuerySet[Decision]:
    return (
        Decision.objects.select_related("charter_rule", "decided_by", "comment__article", "sanction", "lifts")
        .defer("comment__article__body")
        .order_by("-id")
        .fetch_mode(FETCH_RAISE)
    )
