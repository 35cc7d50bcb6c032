"""Brings what a reader opened signed out into the account they sign in to."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from articles import meter
from articles.models import MeterReading
from newsroom.subscribers.models import User


class MeterMiddleware:
    """Merges the meter's cookie into the account, whichever door of sign-in was taken, and takes it away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if meter.COOKIE not in request.COOKIES:
            return self.get_response(request)
        # Before, for who is signed in; after, for who just signed in.
        merged = _merge(request)
        response = self.get_response(request)
        if merged or _merge(request):
            response.delete_cookie(meter.COOKIE, samesite="Lax")
            patch_cache_control(response, private=True, no_store=True)
        return response


def _merge(request: HttpRequest) -> bool:
    """Count what the cookie holds as opened by who is signed in; return whether somebody is."""
    if not isinstance(request.user, User):
        return False
    now = timezone.now()
    if opened := meter.read(request.COOKIES[meter.COOKIE], now):
        MeterReading.objects.open(request.user, opened, now)
    return True
