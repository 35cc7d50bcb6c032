"""The pages of the discussion: threads, reports, contributions, the charter."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comments.models import Charter, Comment


@require_http_methods(["GET", "HEAD", "POST"])
def discussion(request: HttpRequest, article_id: int) -> HttpResponse:
    raise Http404


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


@never_cache
@login_required
@require_safe
def contributions(request: HttpRequest) -> HttpResponse:
    mine = Comment.objects.filter(author=request.user)
    return render(request, "comments/contributions.html", {"comments": mine})


@require_safe
def charter(request: HttpRequest, version: int | None = None) -> HttpResponse:
    """Show the charter in force, or a former version."""
    found = Charter.objects.current() if version is None else get_object_or_404(Charter, version=version)
    return render(request, "comments/charter.html", {"charter": found})
