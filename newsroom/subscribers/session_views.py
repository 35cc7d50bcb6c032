"""The devices a reader is signed in on, and the way to sign one out, or all others."""

from typing import cast

from allauth.account.internal.flows.logout import logout
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from newsroom.lib import devices
from newsroom.lib.numbers import whole
from newsroom.subscribers.models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Show where the reader is signed in, this device first; sign out the one that is named, or all others."""
    if request.method == "POST":
        return _sign_out(request)
    found = UserSession.objects.purge_and_list(cast(User, request.user))
    found.sort(key=lambda one: (one.is_current(), one.created_at), reverse=True)
    shown = [{"session": one, "device": devices.name(one.user_agent), "is_here": one.is_current()} for one in found]
    return render(request, "usersessions/usersession_list.html", {"shown": shown, "others": len(shown) > 1})


def _sign_out(request: HttpRequest) -> HttpResponse:
    if "others" in request.POST:
        end_other_sessions(request, request.user)
        messages.success(request, _("You are signed out everywhere else."))
        return redirect("usersessions_list")
    session = get_object_or_404(UserSession, user=request.user, pk=whole(request.POST.get("session", "")) or 0)
    if session.is_current():
        logout(request)
        return redirect("front")
    session.end()
    messages.success(request, _("This device is signed out."))
    return redirect("usersessions_list")
