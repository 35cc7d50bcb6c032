"""The page that plays the bank in a trial, and says so: no money moves."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from newsroom.subscribers import payments
from newsroom.subscribers.models import Order, User
from newsroom.subscribers.payment import provider
from newsroom.subscribers.payment.event import Kind
from newsroom.subscribers.payment.trial import Trial

DEEDS = {"pay": Kind.PAID, "fail": Kind.FAILED}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def trial(request: HttpRequest, reference: str) -> HttpResponse:
    """Let the reader have the next payment of their order pass or fail."""
    mine = Order.objects.filter(user=cast(User, request.user), provider=provider.TEST).select_related("plan")
    order = get_object_or_404(mine, reference=reference)
    if settings.PAYMENT != provider.TEST:
        raise Http404
    kind = DEEDS.get(request.POST.get("deed", ""))
    if kind is None or order.may_not_be_drawn:
        return render(request, "subscribers/trial.html", {"order": order}, status=200 if kind is None else 409)
    bank = Trial()
    payments.receive(bank, *bank.tell(order, kind))
    if kind == Kind.PAID:
        messages.success(request, _("The payment went through: thank you."))
    else:
        messages.warning(request, _("The payment was refused."))
    return redirect("subscription")
