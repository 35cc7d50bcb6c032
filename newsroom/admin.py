"""The door of the admin: the paper's own sign-in page, a second factor, and the paper's name above it."""

from typing import Any, cast

from allauth.account.decorators import secure_admin_login
from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from newsroom.subscribers import second_factor
from newsroom.subscribers.models import User

through_the_paper: Any = secure_admin_login(admin.site.login)


@never_cache
def sign_in(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """Send a stranger to the paper's sign-in page and back; ask the staff for their second factor."""
    if request.user.is_authenticated and not request.user.is_staff:
        raise PermissionDenied(
            _("The admin is for the paper’s staff, and you are signed in as %(name)s.") % {"name": request.user}
        )
    if request.user.is_authenticated and not second_factor.was_used(request):
        return _ask_for_second_factor(request)
    answer: HttpResponse = through_the_paper(request, extra_context)
    return answer


def _ask_for_second_factor(request: HttpRequest) -> HttpResponse:
    """Lead who has one to the page that takes it, and who has none to set one up; both come back."""
    if page := second_factor.page_to_give_it(cast(User, request.user)):
        return redirect(passthrough_next_redirect_url(request, page, REDIRECT_FIELD_NAME))
    context = {"onward": get_next_redirect_url(request) or request.path}
    return render(request, "account/second_factor_needed.html", context, status=403)


admin.site.has_permission = second_factor.opens_the_desk  # type: ignore[method-assign]  # asked by each page of the admin
admin.site.login = sign_in  # type: ignore[method-assign]  # the way the accounts library documents
admin.site.site_header = admin.site.site_title = settings.SITE_NAME
