"""« My contributions »: what a member wrote, what became of it and why."""

from django.contrib.auth.decorators import login_required
from django.db.models import FETCH_RAISE, Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments.forms import number
from comments.models import Comment, Decision, Role, Sanction
from comments.views.member import MemberRequest

A_PAGE = 20


@never_cache
@login_required
@require_safe
def contributions(request: MemberRequest) -> HttpResponse:
    """Show the reader's comments, the latest first, each with the last decision on it, and the sanctions in force."""
    mine = Comment.objects.filter(author=request.user).order_by("-id")
    if "before" in request.GET:
        before = number(request.GET["before"])
        if before is None:
            raise Http404(_("There is no such page."))
        mine = mine.filter(pk__lt=before)
    told = Decision.objects.exclude(role=Role.AUTHOR).select_related("charter_rule__charter").order_by("-id")
    rows = mine.select_related("article__section").prefetch_related(Prefetch("decisions", told, to_attr="told"))
    found = list(rows.fetch_mode(FETCH_RAISE)[: A_PAGE + 1])
    in_force = Sanction.objects.in_force().filter(member=request.user)
    context = {
        "comments": found[:A_PAGE],
        "older_than": found[A_PAGE - 1].pk if len(found) > A_PAGE else None,
        "sanctions": in_force.select_related("decision__charter_rule__charter"),
    }
    return render(request, "comments/contributions.html", context)
