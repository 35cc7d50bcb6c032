"""« Résilier votre contrat » and « Renoncer au contrat ici »: a form, what it says once more, and it is done.

The third click is the last (code de la consommation, L215-1-1 and L221-21); nobody has to sign in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from newsroom.lib import ratelimit
from newsroom.subscribers import order_letters
from newsroom.subscribers.ending_forms import CancellationForm, EndingForm, RenunciationForm, own_orders
from newsroom.subscribers.models import EndingRequest, Order, StaleOrder, User
from newsroom.subscribers.models.ending import RENUNCIATION_DAYS
from newsroom.subscribers.models.ending_request import STRANGER_RATE

Kind = EndingRequest.Kind
HOUR = 3600


@dataclass(frozen=True)
class Way:
    """One of the two ways: its form, and the words that the law gives its page and its last button."""

    kind: Kind
    form: type[EndingForm]
    heading: str | Promise
    notify: str | Promise


WAYS = {
    "cancellation": Way(
        Kind.CANCELLATION,
        CancellationForm,
        gettext_lazy("Cancel your contract"),
        gettext_lazy("Notification of cancellation"),
    ),
    "renunciation": Way(
        Kind.RENUNCIATION,
        RenunciationForm,
        gettext_lazy("Renounce the contract here"),
        gettext_lazy("Confirm the renunciation"),
    ),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ending(request: HttpRequest, way: str) -> HttpResponse:
    """Show the form, then what it says, then end the contract: at once for its reader, by mail for a stranger."""
    chosen, user = WAYS[way], request.user if isinstance(request.user, User) else None
    posted = request.method == "POST"
    form = chosen.form(
        request.POST if posted else None,
        orders=own_orders(user, renounceable=chosen.kind == Kind.RENUNCIATION),
        initial={"email": user.email if user else "", "reference": request.GET.get("contract", "")},
    )
    context = {"form": form, "way": chosen, "days": RENUNCIATION_DAYS, "publisher": settings.PUBLISHER}
    if not form.is_valid():
        return render(request, "subscribers/ending.html", context, status=422 if form.is_bound else 200)
    if "edit" in request.POST or "notify" not in request.POST:
        context["recapitulation"] = "edit" not in request.POST
        return render(request, "subscribers/ending.html", context)
    if form.orders:
        return _end_own(request, chosen, cast(User, user), form.cleaned_data)
    if seconds := _wait(request, form.cleaned_data["email"]):
        answer = render(request, "subscribers/ending.html", context | {"minutes": -(-seconds // 60)}, status=429)
        answer.headers["Retry-After"] = str(seconds)
        return answer
    EndingRequest.objects.receive(kind=chosen.kind, **form.cleaned_data)
    return redirect(f"{way}-received")


@never_cache
@require_safe
def received(request: HttpRequest, way: str) -> HttpResponse:
    """Say that the request came in, the same to everybody; what became of it is mailed to the address alone."""
    return render(request, "subscribers/ending_received.html", {"way": WAYS[way], "publisher": settings.PUBLISHER})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: HttpRequest, token: str) -> HttpResponse:
    """Take a cancellation back, for who holds the letter that told of it; a mere look at the address does nothing."""
    order = get_object_or_404(Order.objects.select_related("user"), reference=order_letters.kept_reference(token))
    if request.method == "POST":
        try:
            order.keep(by=None)
        except StaleOrder as stale:
            return render(request, "subscribers/ending_kept.html", {"order": order, "stale": stale}, status=409)
    return render(request, "subscribers/ending_kept.html", {"order": order})


def _end_own(request: HttpRequest, way: Way, user: User, said: Mapping[str, Any]) -> HttpResponse:
    """End the reader's own contract at once."""
    order: Order = said["contract"]
    try:
        if way.kind == Kind.RENUNCIATION:
            order.renounce(by=user)
        else:
            order.cancel(by=user, on=said["wanted_on"])
    except StaleOrder as stale:
        messages.warning(request, str(stale))
    else:
        messages.success(request, _("It is done. The receipt stands below, and goes to your address."))
    return redirect("subscription")


def _wait(request: HttpRequest, email: str) -> int:
    """Return the seconds to wait, whoever the address belongs to: each request is mailed to it."""
    return HOUR if EndingRequest.objects.too_many(email) else ratelimit.wait(request, "ending", STRANGER_RATE)
