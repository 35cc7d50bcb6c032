"""The language of the interface: the paper's own, or the one a reader chose, which a cookie of one word keeps.

What a browser would prefer is not asked: everyone signed out shares the pages, and a French paper speaks French.
"""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from newsroom.lib.answers import see_other

COOKIE = "language"
KEPT_SECONDS = 365 * 24 * 60 * 60
CODES = frozenset(code for code, _name in settings.LANGUAGES)


def in_language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: answer in the reader's language. No cache keeps an answer in another than the paper's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        language = chosen(request.COOKIES)
        with translation.override(language):
            response = get_response(request)
        if language != settings.LANGUAGE_CODE and "public" in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "private, no-store"
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])
        return response

    return middleware


def chosen(cookies: Mapping[str, str]) -> str:
    """Return the language that these cookies ask for: the paper's own, unless they name another that it speaks."""
    code = cookies.get(COOKIE, "")
    return code if code in CODES else settings.LANGUAGE_CODE


# No token: a page that everybody signed out shares holds none, and a foreign page gains nothing by this cookie.
@csrf_exempt
@never_cache
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language that is asked for, and go back to the page it was asked from."""
    asked = request.POST.get("language")
    if asked not in CODES:
        raise Http404(_("The paper does not speak that language."))
    response = see_other(_back(request))
    if asked == settings.LANGUAGE_CODE:
        # Without the cookie, who is signed out shares the pages again.
        response.delete_cookie(COOKIE, samesite="Lax")
    else:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(COOKIE, asked, max_age=KEPT_SECONDS, httponly=True, samesite="Lax", secure=secure)
    return response


def _back(request: HttpRequest) -> str:
    """Return the page the form stood on: with what its address asked, where the browser tells."""
    for address in (request.headers.get("Referer", ""), request.POST.get("next", "")):
        if url_has_allowed_host_and_scheme(address, {request.get_host()}):
            return urlsplit(address)._replace(scheme="", netloc="").geturl()
    return resolve_url("front")
