"""The figures of the desk: a page for moderators, and the year's statements of reasons for who submits them."""

import json
from collections.abc import Iterator

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from comments import figures, statements, transparency


def figures_view(request: HttpRequest) -> HttpResponse:
    """Show what waits, how fast it is judged, how often wrongly, and under which rule."""
    if not request.user.has_perm("comments.view_decision"):
        raise PermissionDenied
    context = {
        **admin.site.each_context(request),
        "title": _("Figures"),
        "waiting": figures.waiting(),
        "others": figures.others(),
        "hours_to_decide": figures.hours_to_decide(),
        "hours_to_answer": figures.hours_to_answer(),
        "hours_to_remove": figures.hours_to_remove(),
        "percent_reversed": figures.percent_reversed(),
        "by_rule": figures.by_rule(),
        "days": figures.LOOKED_BACK.days,
        "years": transparency.years(),
    }
    return TemplateResponse(request, "admin/comments/figures.html", context)


def statements_view(request: HttpRequest, year: int) -> HttpResponseBase:
    """Give the year's statements of reasons in the JSON of the EU transparency database."""
    if not request.user.has_perm("comments.view_decision"):
        raise PermissionDenied
    if year not in transparency.years():
        raise Http404(_("There are no figures of that year."))
    response = StreamingHttpResponse(_json(year), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="statements-{year}.json"'
    return response


def _json(year: int) -> Iterator[str]:
    """Yield one object that holds the list, a statement at a time: a year of them does not stand in memory."""
    separator = '{"statements": ['
    for statement in statements.of_year(year):
        yield separator + json.dumps(statement, ensure_ascii=False)
        separator = ",\n"
    yield "]}" if separator == ",\n" else separator + "]}"
