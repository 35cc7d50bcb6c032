"""The readers' own pages: their account and the plans, and two pages of the accounts library put right."""

from typing import Any, cast

from allauth.account import views as library
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from newsroom.lib import pagecache
from newsroom.subscribers import held_names
from newsroom.subscribers.models import Plan, Subscription, User
from newsroom.subscribers.models.ending import RENUNCIATION_DAYS
from newsroom.subscribers.payment import provider


@never_cache
@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show the reader's profile and the subscription that says most of what they may read."""
    subscription = Subscription.objects.filter(user=cast(User, request.user)).most_telling()
    return render(request, "subscribers/account.html", {"subscription": subscription})


@pagecache.kept()
@pagecache.same_for_strangers
@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Show what a subscription opens and the plans on offer."""
    context = {
        "plans": Plan.objects.filter(offered=True),
        "publisher": settings.PUBLISHER,
        "sold_on_line": provider.current() is not None,
        "renunciation_days": RENUNCIATION_DAYS,
    }
    return render(request, "subscribers/plans.html", context)


@never_cache
def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that somebody tried too often, and when to try again."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = "60"
    return response


class SignupView(library.SignupView):
    """Signs up at once or not at all."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                response: HttpResponse = super().form_valid(form)
            if form.account_already_exists:
                held_names.hold(form.cleaned_data["display_name"])
            return response
        except (IntegrityError, ValidationError):
            # Somebody took the pseudonym, or the address, since the form was checked: checked again, it says so.
            form.full_clean()
        answer: HttpResponse = super().form_valid(form) if form.is_valid() else self.form_invalid(form)
        return answer


class PasswordResetView(library.PasswordResetView):
    """Says that a mail was sent, before `next`: that travels on in the mailed link."""

    def get_success_url(self) -> str:
        return str(self.passthrough_next_url(reverse("account_reset_password_done")))
