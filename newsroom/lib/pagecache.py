"""Who may keep a page: caches between the site and its readers, and the site's own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from hashlib import sha256
from typing import Concatenate

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date

from newsroom.lib import rendering

# How long a cache that many readers share gives a page without asking again. One that asked for each page would be no
# help on the day that everybody comes; what changes is a second late there, and nothing is to be purged.
SHARED_SECONDS = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """Which words of an address make another page of a view, and which ask for one that is nobody else's."""

    words: frozenset[str]
    apart: frozenset[str]


type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_reader(request: HttpRequest, response: HttpResponse, *, own: bool = False) -> HttpResponse:
    """Say who may keep the page: any cache what everyone signed out sees, none what one reader sees.

    `own` says that a page for somebody signed out is theirs alone all the same.
    """
    if own or request.user.is_authenticated:
        patch_cache_control(response, private=True, no_store=True)
    else:
        rendering.is_shared()
        patch_cache_control(response, public=True, max_age=0, s_maxage=SHARED_SECONDS, must_revalidate=True)
    return response


def for_everyone(request: HttpRequest, response: HttpResponse, changed: datetime | None = None) -> HttpResponse:
    """Return what is the same for all, signed in or not, or 304 to who has it as it is: any cache may keep it.

    `changed` is when it last became another, in every way; without it, its content alone tells.
    """
    rendering.is_shared()
    patch_cache_control(response, public=True, max_age=0, s_maxage=SHARED_SECONDS, must_revalidate=True)
    response.headers["ETag"] = etag = f'"{sha256(response.content).hexdigest()[:32]}"'
    second = int(changed.timestamp()) if changed else None
    if second is not None:
        response.headers["Last-Modified"] = http_date(second)
    return get_conditional_response(request, etag, second, response) or response


def kept[**P](*words: str, apart: Iterable[str] = ()) -> Callable[[View[P]], View[P]]:
    """Let the site's own cache keep what the view's answers say is the same for everyone signed out.

    `words` are those of the address's query that make another page; who asks with one of `apart` is answered by the
    view each time. The view reads no other, and nothing else of the request but the language and the meter's cookie.
    """

    def marked(view: View[P]) -> View[P]:
        view.__dict__["kept"] = Kept(frozenset(words), frozenset(apart))
        return view

    return marked


def same_for_strangers[**P](view: View[P]) -> View[P]:
    """Let any cache keep the view's pages for who is signed out: nothing of the reader is in them."""

    @wraps(view)
    def kept(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = for_reader(request, view(request, *args, **kwargs))
        patch_vary_headers(response, ["Cookie"])
        return response

    return kept


def unless_told(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, outermost: no cache keeps an answer that says nothing of caches, nor one that sets a cookie.

    A cache may keep on its own account what says nothing, an error page as well (RFC 9111, 4.2.2), and the masthead of
    each page names who reads it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.cookies or "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
        return response

    return middleware
