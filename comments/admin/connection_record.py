"""The connection records, for who answers the authorities: found by comment or by member, and each look is noted."""

from typing import Any

from django.contrib import admin
from django.db.models import FETCH_RAISE, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from comments.admin.lists import DeskAdmin, person_at
from comments.forms import number
from comments.models import ConnectionRecord
from newsroom.audit.desk import shown
from newsroom.audit.models import Entry

LISTED = "connection-record.listed"
SEEN = "connection-record.seen"


@admin.register(ConnectionRecord)
class ConnectionRecordAdmin(DeskAdmin[ConnectionRecord]):
    """Lists records, the latest first, to a permission of their own; nothing here takes them out of the page."""

    list_display = ("at", "act", "comment_page", "member", "address", "port")
    fields = ("at", "act", "comment_page", "member", "address", "port")
    list_select_related = ("comment__author",)
    name_field = "comment__author__display_name_key"
    search_help_text = gettext_lazy("Number of a comment, or whole pseudonym of its author")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ConnectionRecord]:
        return super().get_queryset(request).select_related("comment__author").fetch_mode(FETCH_RAISE)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[ConnectionRecord], search_term: str
    ) -> tuple[QuerySet[ConnectionRecord], bool]:
        comment = number(search_term.strip().removeprefix("#"))
        if comment is not None:
            return queryset.filter(comment=comment), False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=gettext_lazy("Comment"))
    def comment_page(self, record: ConnectionRecord) -> SafeString:
        return format_html('<a href="{}">#{}</a>', record.comment.get_absolute_url(), record.comment_id)

    @admin.display(description=gettext_lazy("Member"))
    def member(self, record: ConnectionRecord) -> str:
        return str(record.comment.author)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show a page of the list; note who saw which records, and what they sought."""
        page = super().changelist_view(request, extra_context)
        if listed := shown(page, "cl"):
            seen = {"sought": listed.query, "records": [record.pk for record in listed.result_list]}
            Entry.objects.record(actor=person_at(request), action=LISTED, subject=ConnectionRecord, **seen)
        return page

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show one record; note who saw it."""
        page = super().change_view(request, object_id, form_url, extra_context)
        if record := shown(page, "original"):
            Entry.objects.record(actor=person_at(request), action=SEEN, subject=record, comment=record.comment_id)
        return page
