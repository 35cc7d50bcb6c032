"""The page where a decision is contested, and where its answer is read; its signed address is all it takes."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comments import contests
from comments.forms import AppealForm
from comments.models import Appeal
from comments.models.appeal import check_is_theirs
from newsroom.lib import ratelimit
from newsroom.subscribers.models import User

# An appeal is sent once in a life; a house may share an address.
RATE = "20/h"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, token: str) -> HttpResponse:
    """Show the decision and the form, or what became of the appeal; take the appeal in."""
    contest = contests.find(token)
    if contest is None:
        raise Http404(_("There is nothing to contest at this address."))
    person = request.user if isinstance(request.user, User) else None
    check_is_theirs(contest.decision, contest.report, person)
    if request.method != "POST":
        return _page(request, contest, form=AppealForm())
    form = AppealForm(request.POST)
    if not contest.is_open:
        return _closed(request, contest, form)
    if seconds := ratelimit.wait(request, "appeal", RATE):
        return _too_often(request, contest, form, seconds)
    if not form.is_valid():
        return _page(request, contest, 422, form=form)
    Appeal.objects.submit(contest.decision, report=contest.report, by=person, **form.cleaned_data)
    return redirect(request.path)


def _closed(request: HttpRequest, contest: contests.Contest, form: AppealForm) -> HttpResponse:
    """Answer who sent the same twice as the first time; give any other text back, with why it was not taken."""
    sent = contest.appeal
    if sent and form.is_valid() and form.cleaned_data["words"] == sent.words:
        return redirect(request.path)
    return _page(request, contest, 409 if sent else 410, unsent=form["words"].value() or "")


def _too_often(request: HttpRequest, contest: contests.Contest, form: AppealForm, seconds: int) -> HttpResponse:
    form.add_error("words", _("Too many appeals came from your network: nothing was sent. Try again in an hour."))
    response = _page(request, contest, 429, form=form)
    response.headers["Retry-After"] = str(seconds)
    return response


def _page(request: HttpRequest, contest: contests.Contest, status: int = 200, **context: Any) -> HttpResponse:
    if status == 200 and not (contest.is_open or contest.appeal):
        status = 410
    return render(request, "comments/appeal.html", {"contest": contest, **context}, status=status)
