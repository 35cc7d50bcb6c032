"""Notes on a member at the desk, written from the page where the member is read about."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comments.admin.lists import person_at
from comments.desk_forms import NoteForm
from comments.models import Note
from newsroom.subscribers.models import User


@require_POST
def note_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a note on the member, and go back to the page it was written on."""
    if not request.user.has_perm("comments.add_note"):
        raise PermissionDenied
    member = get_object_or_404(User, pk=pk)
    form = NoteForm(request.POST)
    if form.is_valid():
        Note.objects.write(member, by=person_at(request), words=form.cleaned_data["words"])
        messages.success(request, _("The note is kept."))
    else:
        messages.error(request, " ".join(map(str, form.errors["words"])))
    return redirect(_back(request, member))


def _back(request: HttpRequest, member: User) -> str:
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}):
        return asked
    return reverse("admin:comments_sanction_member", args=[member.pk])
