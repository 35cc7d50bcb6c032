"""Whether and how often a member is told of answers, and the one click that stops it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments import reply_digest
from comments.forms import ReplyNoticesForm
from comments.models import ReplyNotices
from comments.views.member import MemberRequest


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply_notices(request: MemberRequest) -> HttpResponse:
    """Ask how often, and keep it."""
    wish = ReplyNotices.objects.of(request.user)
    form = ReplyNoticesForm(request.POST if request.method == "POST" else None, initial={"often": wish.often})
    if form.is_valid():
        ReplyNotices.objects.wish(request.user, form.cleaned_data["often"])
        messages.success(request, _("Your choice is kept."))
        return redirect("reply-notices")
    return render(request, "comments/reply_notices.html", {"form": form}, status=422 if form.is_bound else 200)


# A mail program that stops it for its reader has no token of a form; the signed address is the proof (RFC 8058).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the notices of who the signed address was sent to; a mere look at the address stops nothing."""
    wish = get_object_or_404(ReplyNotices, pk=reply_digest.read(token) or 0)
    if request.method == "POST":
        wish.stop()
    stopped = wish.often == ReplyNotices.Often.NEVER
    return render(request, "comments/reply_notices_stop.html", {"stopped": stopped})
