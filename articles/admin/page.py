"""What the pages about one article at the desk share: who asks, which article, and the tabs that lead between them."""

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from articles.models import Article
from newsroom.subscribers.models import User

type Desk = ModelAdmin[Article]
type Page = Callable[..., HttpResponse]


def editor(request: HttpRequest) -> User:
    """Return who sits at the desk; the admin lets nobody else in."""
    return cast(User, request.user)


def address(desk: Desk, word: str, page: Page, *, more: str = "") -> URLPattern:
    """Return the address of a page about one article: `…/article/<id>/<word>/`, and what it takes `more`."""
    view = desk.admin_site.admin_view(partial(page, desk=desk))
    return path(f"<int:pk>/{word}/{more}", view, name=f"articles_article_{word}{'_one' if more else ''}")


def asked(request: HttpRequest, desk: Desk, pk: int, *, to_change: bool = False) -> Article:
    """Return the article; 404 where there is none, 403 for who may not see it, or change it where it is `to_change`."""
    articles = Article.objects.select_related("section", "lead_picture")
    found = get_object_or_404(articles, pk=pk)
    may = desk.has_change_permission if to_change else desk.has_view_permission
    if not may(request, found):
        raise PermissionDenied
    return found


def show(
    request: HttpRequest, desk: Desk, name: str, article: Article, *, title: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Return the page of that template about the article."""
    shared = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "article": article,
        "title": title,
        "subtitle": article.headline,
        "tab": name,
    }
    return TemplateResponse(request, f"admin/articles/article/{name}.html", shared | context, status=status)
