"""To order a plan: what is bought, said before the button that obliges to pay."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from newsroom.subscribers import payments
from newsroom.subscribers.models import Plan, Subscription, User
from newsroom.subscribers.models.ending import RENUNCIATION_DAYS
from newsroom.subscribers.models.order import AlreadySubscribed
from newsroom.subscribers.payment import policy, provider


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what the plan costs, how long it binds and how it ends; on the click, lead on to the checkout."""
    plan, taker, user = get_object_or_404(Plan, slug=slug, offered=True), provider.current(), cast(User, request.user)
    if taker is None:
        return redirect("plans")
    context = {
        "plan": plan,
        "agreed": plan.terms,
        "subscription": Subscription.objects.filter(user=user).most_telling(),
        "subscribed": user.subscriptions.running().exists(),
        "renunciation_days": RENUNCIATION_DAYS,
        "failed_payment": policy.steps(),
    }
    if request.method != "POST":
        return render(request, "subscribers/order.html", context)
    if request.POST.get("agreed") != plan.terms:
        return render(request, "subscribers/order.html", context | {"changed": True}, status=409)
    try:
        return redirect(payments.checkout(user, plan, taker))
    except AlreadySubscribed:
        return render(request, "subscribers/order.html", context, status=409)
    except provider.Unreachable:
        return render(request, "subscribers/order.html", context | {"unreachable": True}, status=503)
