"""One page of many rows, by the `?page=` of the address: a page that is not there is no page."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _


def page_of[Row](request: HttpRequest, rows: QuerySet[Any, Row] | Sequence[Row], length: int) -> Page[Row]:
    """Return the page that is asked for, the first when none is. Raises Http404 past the last, and for no number.

    To show the last in its place would give one list as many addresses as there are numbers.
    """
    try:
        return Paginator(rows, length).page(request.GET.get("page") or 1)
    except InvalidPage as error:
        raise Http404(_("There is no such page.")) from error
