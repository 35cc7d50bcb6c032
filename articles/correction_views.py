"""The public list of what the paper got wrong, and how it is right."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from articles import paywall
from articles.models import Correction
from newsroom.lib import pagecache
from newsroom.lib.paging import page_of

A_PAGE = 20


@pagecache.kept("page")
@vary_on_cookie
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Show the corrections, the latest first; of a walled article only that it was corrected.

    Its words may quote what stands behind the wall: who reads the whole article reads them there.
    """
    page = page_of(request, Correction.objects.published().for_list(), A_PAGE)
    rows = [(one, paywall.opens_to_all(one.article)) for one in page.object_list]
    context = {"page": page, "rows": rows}
    return pagecache.for_reader(request, render(request, "articles/corrections_page.html", context))
