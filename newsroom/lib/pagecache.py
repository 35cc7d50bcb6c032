"""Who may keep a page: caches between the site and its readers."""

from datetime import datetime
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date


def for_reader(request: HttpRequest, response: HttpResponse, *, own: bool = False) -> HttpResponse:
    """Say who may keep the page: any cache what everyone signed out sees, none what one reader sees.

    `own` says that a page for somebody signed out is theirs alone all the same.
    """
    if own or request.user.is_authenticated:
        patch_cache_control(response, private=True, no_store=True)
    else:
        patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response


def for_everyone(request: HttpRequest, response: HttpResponse, changed: datetime | None = None) -> HttpResponse:
    """Return what is the same for all, signed in or not, or 304 to who has it as it is: any cache may keep it.

    `changed` is when it last became another, in every way; without it, its content alone tells.
    """
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    response.headers["ETag"] = etag = f'"{sha256(response.content).hexdigest()[:32]}"'
    second = int(changed.timestamp()) if changed else None
    if second is not None:
        response.headers["Last-Modified"] = http_date(second)
    return get_conditional_response(request, etag, second, response) or response
