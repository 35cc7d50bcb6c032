"""A page of comments at the desk: narrowed by the filters, and going on from comment to comment, never by number."""

from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from comments.admin.filters import FilterForm
from comments.admin.lines import Lines
from comments.admin.lists import person_at
from comments.admin.rows import Row, note_known
from comments.forms import number
from comments.models import Comment

# The last comment of the page before: a page costs the same however far down it lies.
AFTER = "after"
# The tab whose order is the law's, not the clock's: one page of what presses most, which empties as it is judged.
ILLEGAL = "illegal"


class CommentList(ChangeList):
    """A page of the list, as rows."""

    def __init__(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        self.filters = FilterForm(request.GET)
        self.by_priority = request.GET.get("kind") == ILLEGAL
        self.after = None if self.by_priority else number(request.GET.get(AFTER, ""))
        super().__init__(request, *args, **options)

    def get_filters_params(self, params: dict[str, Any] | None = None) -> dict[str, Any]:
        ours = {AFTER, *self.filters.fields}
        return {name: value for name, value in super().get_filters_params(params).items() if name not in ours}

    def get_queryset(self, request: HttpRequest, exclude_parameters: list[str | None] | None = None) -> QuerySet[Any]:
        found = self.filters.narrow(super().get_queryset(request, exclude_parameters))
        if self.by_priority:
            return found.order_by("-pressing", "report")
        return found if self.after is None else self._below(found, self.after)

    def get_results(self, request: HttpRequest) -> None:
        # One more than is shown tells whether there is another page; nothing is counted.
        found = list(self.queryset[: self.list_per_page + 1])
        self.result_list = found[: self.list_per_page]
        self.has_more = len(found) > self.list_per_page
        self.result_count = len(self.result_list)
        self.full_result_count, self.show_full_result_count = None, False
        self.show_admin_actions = bool(self.result_list)
        self.can_show_all = self.multi_page = False
        self.paginator = Paginator(self.result_list, self.list_per_page)
        note_known(self.result_list)
        person = person_at(request)
        self.rows = [Row.of(comment, person) for comment in self.result_list]
        lines = Lines(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change",
            sees_records=person.has_perm("comments.view_sanction"),
            has_actions=bool(self.model_admin.get_actions(request)),
        )
        self.lines = [lines.drawn(row) for row in self.rows]

    def next_url(self) -> str:
        """Return the address of the next page, empty on the last."""
        return (
            self.get_query_string({AFTER: self.rows[-1].comment.pk}) if self.has_more and not self.by_priority else ""
        )

    def first_url(self) -> str:
        """Return the address of the first page, empty on it."""
        return self.get_query_string(remove=[AFTER]) if self.after else ""

    def others(self) -> dict[str, str]:
        """Return what the form of the filters sends along: the tab that is open."""
        ours = {AFTER, *self.filters.fields}
        return {name: values[-1] for name, values in self.filter_params.items() if name not in ours}

    def _below(self, found: QuerySet[Any], after: int) -> QuerySet[Any]:
        """Return what comes after that comment in the order of the list."""
        last = Comment.objects.filter(pk=after).only("created_at").first()
        if last is None:
            return found.none()
        if self.model_admin.ordering == ("-id",):
            return found.filter(pk__lt=last.pk)
        return found.filter(Q(created_at__gt=last.created_at) | Q(created_at=last.created_at, pk__gt=last.pk))
