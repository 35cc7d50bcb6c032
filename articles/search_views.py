"""The search page: what was looked for, and where it was found."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from articles import access, search
from articles.search_form import SearchForm
from newsroom.lib import pagecache
from newsroom.lib.paging import page_of

A_PAGE = 20


@vary_on_cookie
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show what is found: of walled articles what anyone may read, and to who reads everything all of it."""
    form = SearchForm(request.GET)
    if not form.is_valid():
        # A section that is not there, an order that nobody offers: an address that leads nowhere.
        raise Http404(_("There is nothing to look for there."))
    if not form.typed or form.is_too_short:
        return _page(request, form)
    query = form.query(whole=access.reads_everything(request))
    found = search.find(query)
    page = page_of(request, found[: search.MOST], A_PAGE)
    context = {"query": query, "page": page, "results": search.results(query, list(page.object_list))}
    return _page(request, form, **context, has_more=len(found) > search.MOST)


def _page(request: HttpRequest, form: SearchForm, **context: Any) -> HttpResponse:
    return pagecache.for_reader(request, render(request, "articles/search.html", context | {"form": form}))
