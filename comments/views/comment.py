"""What a member does about a comment of their own: withdraw it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comments.models import Comment
from comments.views.member import MemberRequest
from newsroom.lib import connection


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask, then withdraw the reader's own comment, whatever sanction they are under."""
    comment = get_object_or_404(Comment.objects.select_related("article__section"), pk=pk, author=request.user)
    open_to_it = comment.may_be_withdrawn()
    if open_to_it and request.method == "POST":
        comment.withdraw(by=request.user, connection=connection.of(request))
        messages.success(request, _("Your comment is withdrawn."))
        return redirect("contributions")
    return render(request, "comments/withdrawal.html", {"comment": comment}, status=200 if open_to_it else 409)
