"""The slip of the hand: the desk offers to take the last decision back, for as long as it can be."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comments.admin.lists import person_at
from comments.models import Decision
from comments.models.decision import UNDO_WINDOW

SESSION_KEY = "desk-decided"


def offer(request: HttpRequest, decision: Decision) -> None:
    """Let the next pages of the desk offer to take the decision back."""
    request.session[SESSION_KEY] = decision.pk


def offered(request: HttpRequest) -> dict[str, Any]:
    """Return the decision that the moderator may still take back, for the page; nothing once it is too late."""
    pk = request.session.get(SESSION_KEY)
    if pk is None:
        return {}
    decision = Decision.objects.select_related("reversed_by", "member").filter(pk=pk).first()
    if decision is None or not decision.may_be_undone_by(person_at(request)):
        del request.session[SESSION_KEY]
        return {}
    return {"undoable": decision, "undo_seconds": int(UNDO_WINDOW.total_seconds())}


@require_POST
def undo_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision of one's own back, and return to the comment."""
    decisions = Decision.objects.filter(comment__isnull=False).select_related("comment", "reversed_by")
    decision = get_object_or_404(decisions, pk=pk, decided_by=person_at(request))
    comment = decision.comment
    assert comment is not None  # noqa: S101 - the look-up above sees to it
    comment.undo(decision, by=person_at(request))
    request.session.pop(SESSION_KEY, None)
    messages.success(request, _("Taken back: the comment is as it was, and nobody was told."))
    return redirect(reverse("admin:comments_queuedcomment_change", args=[comment.pk]))
