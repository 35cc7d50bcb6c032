"""Who may keep a page: caches between the site and its readers."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control


def for_reader(request: HttpRequest, response: HttpResponse, *, own: bool = False) -> HttpResponse:
    """Say who may keep the page: any cache what everyone signed out sees, none what one reader sees.

    `own` says that a page for somebody signed out is theirs alone all the same.
    """
    if own or request.user.is_authenticated:
        patch_cache_control(response, private=True, no_store=True)
    else:
        patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response


def for_everyone(response: HttpResponse) -> HttpResponse:
    """Let any cache keep what is the same for all, signed in or not: it asks again each time, and a 304 is enough."""
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response
