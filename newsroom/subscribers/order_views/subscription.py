"""« Mon abonnement » : what one may read until when, the contracts, and every letter about them."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.db.models import FETCH_RAISE, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from newsroom.subscribers import order_letters
from newsroom.subscribers.models import Letter, Order, Subscription, User
from newsroom.subscribers.payment import provider


@never_cache
@login_required
@require_safe
def subscription(request: HttpRequest) -> HttpResponse:
    """Show the reader's subscription, their contracts from the latest on, and what was written about each."""
    user, now = cast(User, request.user), timezone.now()
    letters = Prefetch("letters", Letter.objects.order_by("-at", "-id"))
    orders = (
        Order.objects.filter(user=user, given_up_at=None)
        .select_related("plan")
        .prefetch_related(letters)
        .fetch_mode(FETCH_RAISE)
    )
    context = {
        "subscription": Subscription.objects.filter(user=user).most_telling(now),
        "orders": [
            {
                "order": order,
                "state": order.state(now),
                "renounceable": order.may_be_renounced(now),
                "keep": order_letters.keep_token(order),
            }
            for order in orders
        ],
        "trial": provider.TEST,
    }
    return render(request, "subscribers/subscription.html", context)
