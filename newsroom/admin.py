"""The door of the admin: the paper's own sign-in page, and the paper's name above it."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

through_the_paper: Any = secure_admin_login(admin.site.login)


def sign_in(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """Send a stranger to the paper's sign-in page and back; tell a reader that this is not for them."""
    if request.user.is_authenticated and not request.user.is_staff:
        raise PermissionDenied(
            _("The admin is for the paper’s staff, and you are signed in as %(name)s.") % {"name": request.user}
        )
    answer: HttpResponse = through_the_paper(request, extra_context)
    return answer


admin.site.login = sign_in  # type: ignore[method-assign]  # the way the accounts library documents
admin.site.site_header = admin.site.site_title = settings.SITE_NAME
