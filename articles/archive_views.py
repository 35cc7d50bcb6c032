"""The archive: everything the paper published, by year, month and day."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from articles import archive
from articles.archive import Span
from newsroom.lib import pagecache
from newsroom.lib.paging import page_of

A_PAGE = 20


@pagecache.kept()
@vary_on_cookie
@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """Show every year and which of its months hold articles."""
    return _show(request, "archive", years=archive.years())


@pagecache.kept()
@vary_on_cookie
@require_safe
def year(request: HttpRequest, year: str) -> HttpResponse:
    """Show a year's calendar."""
    span = _span(year)
    return _show(request, "archive_year", span=span, months=archive.months(span), **_neighbours(span))


@pagecache.kept("page")
@vary_on_cookie
@require_safe
def month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    """Show a month's calendar, and its articles, the latest first."""
    span = _span(year, month)
    [calendar] = archive.months(span)
    return _show(request, "archive_month", span=span, month=calendar, **_neighbours(span), **_articles(request, span))


@pagecache.kept("page")
@vary_on_cookie
@require_safe
def day(request: HttpRequest, year: str, month: str, day: str) -> HttpResponse:
    """Show a day's articles, the latest first."""
    span = _span(year, month, day)
    return _show(request, "archive_day", span=span, **_neighbours(span), **_articles(request, span))


def _span(*parts: str) -> Span:
    try:
        return Span.of(*map(int, parts))
    except (ValueError, OverflowError) as error:
        raise Http404(_("No calendar has that date.")) from error


def _neighbours(span: Span) -> dict[str, Any]:
    """Return where to go on from the span. Raises Http404 before the paper's first article, and after its last."""
    before, after = span.before(), span.after()
    if not (before and after) and not span.articles.exists():
        raise Http404(_("Nothing was published then."))
    return {"before": before, "after": after}


def _articles(request: HttpRequest, span: Span) -> dict[str, Any]:
    page = page_of(request, span.articles.for_cards().latest_first(), A_PAGE)
    return {"page": page, "articles": list(page.object_list)}


def _show(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    page = render(request, f"articles/{name}.html", context | {"weekdays": archive.weekdays()})
    return pagecache.for_reader(request, page)
