"""The readers' own pages: their account and the plans."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from newsroom.subscribers.models import Plan, Subscription


@never_cache
@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show the reader's profile and subscription."""
    running = Subscription.objects.running().filter(user=request.user).select_related("plan")
    return render(request, "subscribers/account.html", {"subscriptions": running})


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Show what a subscription opens and the plans on offer."""
    return render(request, "subscribers/plans.html", {"plans": Plan.objects.filter(offered=True)})
