"""The pseudonym: changed once in a while, with the former ones in sight."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from newsroom.subscribers.forms import DisplayNameForm
from newsroom.subscribers.models import User
from newsroom.subscribers.models.user import StaleName, TooSoon


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pseudonym(request: HttpRequest) -> HttpResponse:
    """Show the reader's pseudonym and former ones; take another one."""
    # As it stands in the database: the page names the reader as they are until the change is made.
    user = User.objects.get(pk=cast(User, request.user).pk)
    form = DisplayNameForm(request.POST or None, initial={"display_name": user.display_name})
    if request.method == "POST" and form.is_valid() and _renamed(user, form):
        messages.success(request, _("You are now %(name)s.") % {"name": user.display_name})
        return redirect("account")
    changes = user.display_name_changes.all()
    context = {"form": form, "again": user.may_rename_at(), "changes": changes}
    return render(request, "subscribers/pseudonym.html", context)


def _renamed(user: User, form: DisplayNameForm) -> bool:
    """Make the change; return False, with the form saying why, where it may not be."""
    try:
        user.rename(form.cleaned_data["display_name"], by=user)
    except ValidationError as error:
        form.add_error("display_name", error.error_dict["display_name"])
    except TooSoon as error:
        day = date_format(localtime(error.again), "DATE_FORMAT")
        form.add_error("display_name", _("You changed it lately: you may again on %(day)s.") % {"day": day})
    except StaleName:
        form.add_error("display_name", _("You changed it on another page meanwhile."))
    return form.is_valid()
