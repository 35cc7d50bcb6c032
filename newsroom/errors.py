"""What the domain's errors mean in HTTP, said in one place."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from articles.models import StaleArticle
from comments.models import MoveNotAllowed, StaleMove


class ErrorsMiddleware:
    """Answers 409 for what somebody did first and 403 for what may not be done, in the paper's clothes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page that says what happened, or None for an error that is not the domain's."""
        if isinstance(error, StaleMove | StaleArticle):
            return render(request, "409.html", {"what_happened": _what_happened(error)}, status=409)
        if isinstance(error, MoveNotAllowed):
            return render(request, "403.html", {"exception": str(error)}, status=403)
        return None


def _what_happened(error: StaleMove | StaleArticle) -> str:
    if isinstance(error, StaleArticle):
        return str(error)
    return _("Meanwhile the comment became: %(status)s. Nothing was changed by you.") % {"status": error.status.label}


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Give the reader back the text they typed, with a fresh token, when theirs was wrong or expired."""
    context = {
        "typed": request.POST.get("body", ""),
        "action": request.get_full_path(),
        "posted": request.POST,
    }
    return render(request, "csrf_failure.html", context, status=403)
