"""A member changes a comment of their own, while they may."""

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comments import intake, receipts, threads
from comments.forms import EditForm
from comments.models import Acceptance, Comment
from comments.text import COMMENT_MAX_LENGTH
from comments.views.answers import refused
from newsroom.lib import connection
from newsroom.lib.answers import see_other
from newsroom.subscribers.models import User


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the comment's text to be changed, and take in the new one; whatever stands in its way, the text stays."""
    form = EditForm(request.POST if request.method == "POST" else None)
    if isinstance(request.user, AnonymousUser):
        return _sign_in_first(request, form)
    rows = Comment.objects.select_related("article__section", "author")
    comment = get_object_or_404(rows, pk=pk, author=request.user)
    try:
        if form.is_bound and (edited := form.edit(comment, request.user, connection.of(request))):
            receipts.leave(request.session, edited.pk)
            return see_other(threads.place(edited))
        intake.check_editable(comment)
    except intake.NotEditable as refusal:
        return _not_received(request, str(refusal), form.text, 409)
    except intake.NotAllowed:
        return _not_received(request, _("You may not react under this article at the moment."), form.text, 403)
    return refused(form, _page(request, request.user, comment, form))


def _page(request: HttpRequest, author: User, comment: Comment, form: EditForm) -> HttpResponse:
    form = form if form.is_bound else EditForm(initial={"body": comment.body})
    context = {
        "comment": comment,
        "person": author,
        "form": form,
        "owed": Acceptance.objects.owed(author),
        "limit": COMMENT_MAX_LENGTH,
    }
    return render(request, "comments/edit.html", context, status=form.status if form.is_bound else 200)


def _sign_in_first(request: HttpRequest, form: EditForm) -> HttpResponse:
    """Send a stranger to sign in and back; a text they typed before their session ended is given back."""
    if not form.text:
        return redirect_to_login(request.get_full_path())
    return _not_received(request, _("You are signed out. Sign in, then open your comment again."), form.text, 403)


def _not_received(request: HttpRequest, what_happened: str, unsent: str, status: int) -> HttpResponse:
    context = {"what_happened": what_happened, "unsent": unsent}
    return render(request, "comments/not_received.html", context, status=status)
