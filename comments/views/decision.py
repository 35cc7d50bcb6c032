"""A decision on a page of its own: the statement of reasons, for the member it concerns."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments.contests import with_appeals
from comments.models import Decision
from comments.views.member import MemberRequest


@never_cache
@login_required
@require_safe
def decision(request: MemberRequest, puid: UUID) -> HttpResponse:
    """Show what was decided, why, how to contest it and what became of it (DSA 17(3))."""
    mine = Decision.objects.told().whole().prefetch_related(with_appeals()).filter(member=request.user)
    found = get_object_or_404(mine, puid=puid)
    return render(request, "comments/statement.html", {"decision": found})
