"""The transparency report of a year, for everybody: a page, and each of its tables as CSV."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comments import transparency
from newsroom.lib import pagecache, rows


@pagecache.same_for_strangers
@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """Lead to the last year that is over, or to this one where none is."""
    years = transparency.years()
    return redirect("transparency", years[1] if len(years) > 1 else years[0])


@pagecache.same_for_strangers
@require_safe
def report(request: HttpRequest, year: int) -> HttpResponse:
    """Show the figures of a year."""
    period = _year(year)
    context = {"year": period, "sheets": period.sheets(), "years": transparency.years()}
    return render(request, "comments/transparency.html", context)


@pagecache.same_for_strangers
@require_safe
def table(request: HttpRequest, year: int, name: str) -> HttpResponse:
    """Give one table of a year as CSV."""
    sheet = next((one for one in _year(year).sheets() if one.name == name), None)
    if sheet is None:
        raise Http404(_("There is no such table."))
    response = HttpResponse(rows.to_csv(sheet.header, sheet.rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="transparency-{year}-{sheet.name}.csv"'
    return response


def _year(year: int) -> transparency.Year:
    if year not in transparency.years():
        raise Http404(_("There are no figures of that year."))
    return transparency.Year(year)
