"""The slip of the hand: the desk offers to take the last decision back, for as long as it can be."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from comments import desk_bulk
from comments.admin.lists import person_at
from comments.models import Decision

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
    many = Decision.objects.filter(batch=decision.batch, reversed_by=None).count() if decision.batch else 1
    return {"undoable": decision, "undo_many": many, "undo_seconds": int(decision.undo_window.total_seconds())}


@require_POST
def undo_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision of one's own back, with all that one stroke decided, and return to where it is seen."""
    decisions = Decision.objects.filter(comment__isnull=False).select_related("comment", "reversed_by")
    decision = get_object_or_404(decisions, pk=pk, decided_by=person_at(request))
    request.session.pop(SESSION_KEY, None)
    if decision.batch:
        return _undo_batch(request, decision.batch)
    comment = decision.comment
    assert comment is not None  # noqa: S101 - the look-up above sees to it
    comment.undo(decision, by=person_at(request))
    messages.success(request, _("Taken back: the comment is as it was, and nobody was told."))
    return redirect(reverse("admin:comments_queuedcomment_change", args=[comment.pk]))


def _undo_batch(request: HttpRequest, batch: UUID) -> HttpResponse:
    undone, failed = desk_bulk.undo(batch, by=person_at(request))
    told = ngettext("%(count)d decision taken back.", "%(count)d decisions taken back.", undone)
    messages.success(request, told % {"count": undone})
    if failed:
        left = ngettext(
            "%(count)d stands: it is too late, or somebody decided since.",
            "%(count)d stand: it is too late, or somebody decided since.",
            failed,
        )
        messages.warning(request, left % {"count": failed})
    return redirect("admin:comments_queuedcomment_changelist")
