"""« My contributions »: what a member wrote, what became of it and why."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments.contributions import STATES, page
from comments.forms import number
from comments.views.member import MemberRequest


@never_cache
@login_required
@require_safe
def contributions(request: MemberRequest) -> HttpResponse:
    """Show the reader's comments, the latest first, of one state or of all, with the decisions and the sanctions."""
    state, before = request.GET.get("state", ""), None
    if "before" in request.GET:
        before = number(request.GET["before"])
        if before is None:
            raise Http404(_("There is no such page."))
    if state and state not in STATES:
        raise Http404(_("There is no such page."))
    return render(request, "comments/contributions.html", page(request.user, state=state, before=before))
