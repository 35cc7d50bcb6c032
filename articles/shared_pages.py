"""Pages as members see them to whom they are the same: made once for all of them, with a hole for each name.

What decides who gets which is asked of the database at every request; only what all of one kind see is remembered.
"""

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from articles import access, article_page, view_as
from articles.models import Article
from articles.paywall import Access, Reason
from articles.view_as import Eyes
from newsroom.lib import remembering, rendering
from newsroom.lib.shells import Shell

# As the links of a list write it; the first has none.
PAGE = re.compile(r"(?:[1-9][0-9]{0,4})?", re.ASCII)
# The answers that say nothing of the one reader: no meter of theirs, no date, no link that they followed.
SHARED = frozenset({Reason.FREE, Reason.SUBSCRIBER, Reason.NO_SUBSCRIPTION})


def article(request: HttpRequest, pk: int) -> HttpResponse | None:
    """Return the article's page for who is signed in; None where it is made for them alone, or is none."""
    eyes = view_as.alike(request.user)
    if eyes is None or "gift" in request.GET:
        return None
    album = remembering.album(("article", pk), pk)
    found = album.part("row", lambda: Article.objects.for_page().filter(pk=pk).first())
    if found is None or not found.is_public() or request.path != album.part("path", found.get_absolute_url):
        return None
    answer = access.of(request, found, None)
    if answer.reason not in SHARED:
        return None
    shell = album.part((get_language(), answer, eyes), lambda: _shell(request, found, answer, eyes))
    return HttpResponse(shell.filled(request, {"album": album}))


def listing(request: HttpRequest, template: str, context: Callable[[], dict[str, Any]]) -> HttpResponse:
    """Return a page that lists articles for who asks; `context` says what is on it, and only where it is made."""
    eyes = view_as.alike(request.user)
    page = request.GET.get("page", "")
    # What is no page is told so each time: nothing of it is remembered.
    if eyes is None or not PAGE.fullmatch(page):
        return render(request, template, context())
    album = remembering.album(("listing", request.path, page))
    shell = album.part((get_language(), eyes), lambda: _listed(request, template, context(), eyes))
    return HttpResponse(shell.filled(request))


def _listed(request: HttpRequest, template: str, context: dict[str, Any], eyes: Eyes) -> Shell:
    _until_the_next_publication()
    return Shell(template, request, context, reader=eyes)


def _shell(request: HttpRequest, found: Article, answer: Access, eyes: Eyes) -> Shell:
    """Return the page as it is for all who have these eyes, until the clock publishes what else it names."""
    _until_the_next_publication()
    return Shell("articles/article.html", request, article_page.context(found, answer), holes=["article"], reader=eyes)


def _until_the_next_publication() -> None:
    coming = Article.objects.next_publication(timezone.now())
    if coming is not None:
        rendering.holds_until(coming)
