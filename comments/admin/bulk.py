"""Many comments at one stroke: first what it would do to each, then it is done, and can be taken back."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments import desk_bulk
from comments.admin import undo
from comments.admin.lists import person_at
from comments.admin.rows import with_context
from comments.desk_bulk import Stroke, StrokeForm
from comments.models import Charter, Comment

QUEUE = "admin:comments_queuedcomment_changelist"


def bulk_view(request: HttpRequest) -> HttpResponse:
    """Ask what to do to the ticked comments, show what it would do, and do it once that is confirmed."""
    asked = "stroke" in request.POST
    form = StrokeForm(request.POST if asked else None, charter=Charter.objects.current())
    ready = asked and form.is_valid()
    stroke = request.POST.get("stroke", "")
    found = desk_bulk.ticked(request.POST, with_context(Comment.objects.all()), stroke, by=person_at(request))
    if not found:
        messages.warning(request, _("Tick the comments first."))
        return redirect(QUEUE)
    if ready and "confirmed" in request.POST:
        return _strike(request, found, form)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Decide on several comments"),
        "opts": Comment._meta,
        "form": form,
        "ready": ready,
        "stroke": Stroke(stroke) if ready else None,
        "ticked": found,
        "concerned": sum(one.verb is not None for one in found),
        "charter": Charter.objects.with_rules().current(),
    }
    return TemplateResponse(request, "admin/comments/bulk.html", context)


def _strike(request: HttpRequest, found: list[desk_bulk.Ticked], form: StrokeForm) -> HttpResponse:
    made, against = desk_bulk.strike(found, form, by=person_at(request))
    for words in against:
        messages.warning(request, words)
    if made:
        undo.offer(request, made[-1])
        told = ngettext("%(count)d comment decided on.", "%(count)d comments decided on.", len(made))
        messages.success(request, told % {"count": len(made)})
    return redirect(QUEUE)
