"""What the desk's lists share: they cost the same with a thousand rows as with a million."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.contrib.admin import ChoicesFieldListFilter, ShowFacets
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from newsroom.audit.desk import ReadOnlyAdmin
from newsroom.lib.folding import fold
from newsroom.subscribers.models import User

# Nobody pages that far, and counting further would read the whole table.
COUNTED = 1000


def person_at(request: HttpRequest) -> User:
    """Return who sits at the desk; the admin lets nobody else in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class CappedPaginator(Paginator[Any]):
    """Counts no further than COUNTED rows."""

    @property
    def is_capped(self) -> bool:
        """Whether there may be more than were counted."""
        return self.count >= COUNTED

    @cached_property
    def count(self) -> int:
        return len(self.object_list.order_by().values_list("pk")[:COUNTED])  # type: ignore[attr-defined]


class Tabs(ChoicesFieldListFilter):
    """A filter shown as tabs above the list, which keeps its whole width."""

    template = "admin/comments/tabs.html"


class DeskAdmin[M: Model](ReadOnlyAdmin[M]):
    """A list of the desk: to read, and changed by verbs alone."""

    paginator = CappedPaginator
    show_facets = ShowFacets.NEVER
    view_on_site = False
    list_per_page = 50
    # What is not there takes no room on a phone, where each cell is a line.
    empty_value_display = ""
    # Sorting by a column without an index reads the whole table.
    sortable_by = ()
    actions: Sequence[Callable[..., Any] | str] | None = ()
    # The one look-up of a member that has an index: the whole pseudonym, whatever its case and accents.
    name_field = ""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Let an address filter by what the page offers alone: by its reporter, a report would tell whose it is."""
        # A filter of a field is a pair that begins with its name; one of our own says which word of the address is its.
        offered = {
            one[0] if isinstance(one, tuple) else getattr(one, "parameter_name", one) for one in self.list_filter
        }
        return lookup.partition("__")[0] in offered

    search_help_text = _("Whole pseudonym of the member")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        title = {"title": capfirst(str(self.opts.verbose_name_plural))}
        return super().changelist_view(request, title | (extra_context or {}))

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return [self.name_field] if self.name_field else []

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[M], search_term: str
    ) -> tuple[QuerySet[M], bool]:
        name = fold(search_term)
        return queryset.filter(**{self.name_field: name}) if name and self.name_field else queryset, False
