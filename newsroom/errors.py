"""What errors mean in HTTP, said in one place; a reader's text goes back to them whenever there was one."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from articles.models import StaleArticle
from comments.models import MoveNotAllowed, StaleAppeal, StaleMove
from newsroom.lib import origin

# The forms in which a reader writes, by the name of their address, with the fields to send again. No other form is
# given back: a password, or what a foreign page sent in a reader's name, has no place on a page of ours.
WRITTEN = {
    "discussion": ("body", "key", "parent", "parent_revision", "charter"),
    "comment-edit": ("body", "key", "revision", "charter"),
    "comment-report": ("words", "kind", "rule", "category", "law", "name", "email", "unnamed", "good_faith"),
    "appeal": ("words",),
}

# Sent with every form, whether or not somebody wrote in it.
UNSEEN = frozenset({"key", "parent", "parent_revision", "revision", "charter", "kind"})


class ErrorsMiddleware:
    """Answers 409 for what somebody did first, 403 and 405 for what may not be done, in the paper's clothes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Django sends nothing at all: who goes back to the address of a form would stand before a blank page. A machine
        # that asks for no page is told by the status, without the database that a page needs.
        is_empty = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not (
            response.streaming or response.content
        )
        if is_empty and "text/html" in request.headers.get("Accept", ""):
            return _not_that_way(request, allowed=response.headers["Allow"])
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page that says what happened, or None for an error that is not the domain's."""
        if isinstance(error, StaleMove | StaleAppeal | StaleArticle):
            what_happened = _what_happened(error, to_staff=_is_admin(request))
            return _page(request, "409.html", {"what_happened": what_happened}, status=409)
        if isinstance(error, MoveNotAllowed):
            return _page(request, "403.html", {"exception": str(error)}, status=403)
        return None


@never_cache
def _not_that_way(request: HttpRequest, *, allowed: str) -> HttpResponse:
    response = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
    response.headers["Allow"] = allowed
    return response


def _page(request: HttpRequest, name: str, context: dict[str, str], status: int) -> HttpResponse:
    """Return the page in the paper's clothes, or in the admin's where it was met there."""
    if _is_admin(request):
        return render(request, f"admin/{name}", admin.site.each_context(request) | context, status=status)
    return render(request, name, context, status=status)


def _is_admin(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.app_name == "admin"


def _what_happened(error: StaleMove | StaleAppeal | StaleArticle, *, to_staff: bool) -> str:
    if isinstance(error, StaleAppeal | StaleArticle):
        return str(error)
    if to_staff:
        return error.told_to_staff()
    return _("Meanwhile the comment became: %(status)s. Nothing was changed by you.") % {"status": error.status.label}


@never_cache
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that nothing could be read of what was sent: too much of it, or not a form."""
    too_big = isinstance(exception, RequestDataTooBig)
    return render(request, "400.html", {"too_big": too_big}, status=413 if too_big else 400)


@never_cache
def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something broke, without the database and without the reader: either may be what broke."""
    page = render_to_string("500.html", {"site_name": settings.SITE_NAME})
    return HttpResponseServerError(page)


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Give the reader back the text they typed, with a fresh token, when theirs was wrong or expired.

    What came from a page of another site is given no token: a click on it would do what that page wanted.
    """
    name = request.resolver_match.url_name if request.resolver_match else None
    written = WRITTEN.get(name or "", ()) if origin.is_from_here(request) else ()
    fields = {field: request.POST.get(field, "") for field in written}
    text = next(iter(written), "")
    context = {
        "name": text,
        "written": any(value for field, value in fields.items() if field not in UNSEEN),
        "typed": fields.pop(text, ""),
        "others": fields,
        "action": request.path,
    }
    return render(request, "csrf_failure.html", context, status=403)
