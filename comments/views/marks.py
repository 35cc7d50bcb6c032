"""What is said of a comment without a word: a member recommends it, the paper chooses it."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.models import Article
from comments import rights, threads
from comments.models import Comment, Discussion, Recommendation, Selection
from comments.views.member import MemberRequest
from newsroom.lib.answers import see_other
from newsroom.subscribers import second_factor


def signed_in(view: Callable[[MemberRequest, int], HttpResponse]) -> Callable[[HttpRequest, int], HttpResponse]:
    """Let a stranger sign in first, and come back to the comment: the address of its button is none to look at."""

    @wraps(view)
    def through(request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(threads.place(_found(pk)))
        return view(cast("MemberRequest", request), pk)

    return through


@require_POST
@signed_in
def recommendation(request: MemberRequest, pk: int) -> HttpResponse:
    """Recommend a comment, or take one's recommendation back; who may not react may do neither."""
    comment = _found(pk)
    author_rights = rights.of(request.user, comment.article, Discussion.objects.of(comment.article))
    if not author_rights.may_react:
        raise PermissionDenied(_("You may not react under this article."))
    if comment.author_id == request.user.pk:
        raise PermissionDenied(_("Nobody recommends a comment of their own."))
    change = Recommendation.objects.give if _is_given(request) else Recommendation.objects.take_back
    change(comment, by=request.user)
    return _back(comment)


@require_POST
@signed_in
def selection(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose a comment for the paper, or drop it."""
    comment = _found(pk)
    if request.user.is_staff and not second_factor.opens_the_desk(request):
        raise PermissionDenied(_("Open the desk first, with your second factor: this is a choice of the paper’s."))
    change = Selection.objects.choose if _is_given(request) else Selection.objects.drop
    change(comment, by=request.user)
    return _back(comment)


def _found(pk: int) -> Comment:
    reachable = Comment.objects.reachable().filter(article__in=Article.objects.published())
    return get_object_or_404(reachable.select_related("article__section"), pk=pk)


def _is_given(request: MemberRequest) -> bool:
    return request.POST.get("given") != "0"


def _back(comment: Comment) -> HttpResponse:
    return see_other(comment.get_absolute_url())
