"""A member says that they read a warning, and may react again."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comments.models import Level, Sanction
from comments.views.member import MemberRequest


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def acknowledgement(request: MemberRequest, pk: int) -> HttpResponse:
    """Take note that the reader read their own warning, and lead back to where they wanted to react."""
    warning = get_object_or_404(Sanction, pk=pk, member=request.user, level=Level.WARNING)
    if request.method != "POST":
        # Whoever had to sign in on the way finds the button beside the warning.
        return redirect("contributions")
    warning.acknowledge(by=request.user)
    back = request.POST.get("next", "")
    from_here = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if from_here else "contributions")
