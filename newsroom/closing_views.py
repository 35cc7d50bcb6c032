"""« Close my account »: what it means, the two choices for the comments, and the farewell."""

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comments.models import Sanction
from comments.views.member import MemberRequest
from newsroom import closing
from newsroom.closing_forms import ClosingForm
from newsroom.subscribers import proof
from newsroom.subscribers.models import Order, Subscription
from newsroom.subscribers.models.closed_account import IDENTITY_MONTHS, StaffStays


def _is_sent(request: HttpRequest) -> bool:
    return request.method == "POST"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@proof.asked_again(_is_sent)
def account_closing(request: MemberRequest) -> HttpResponse:
    """Say what closing the account means; close it."""
    form = ClosingForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(
            request, "subscribers/closing.html", _context(request, form), status=422 if form.is_bound else 200
        )
    try:
        closing.close(request.user, wish=form.cleaned_data["wish"])
    except StaffStays:
        raise PermissionDenied(_("An account of the staff is closed by the publisher.")) from None
    logout(request)
    return redirect("account-closed")


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """Say farewell, to whoever asks."""
    return render(request, "subscribers/closed.html")


def _context(request: MemberRequest, form: ClosingForm) -> dict[str, object]:
    member = request.user
    return {
        "form": form,
        "is_staff": member.is_staff or member.is_superuser,
        "subscription": Subscription.objects.filter(user=member).most_telling(),
        "renounceable": [one for one in Order.objects.in_force().filter(user=member) if one.may_be_renounced()],
        "is_under_sanction": Sanction.objects.in_force().filter(member=member).exists(),
        "months": IDENTITY_MONTHS,
    }
