"""The closed accounts, for who answers the authorities: who it was, while the law keeps it; each look is noted."""

from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from newsroom.audit.desk import ReadOnlyAdmin, shown
from newsroom.audit.models import Entry
from newsroom.subscribers.models import ClosedAccount, User

LISTED = "closed-account.listed"
SEEN = "closed-account.seen"


@admin.register(ClosedAccount)
class ClosedAccountAdmin(ReadOnlyAdmin[ClosedAccount]):
    """To read, by a permission of its own, and never to write."""

    list_display = ("at", "user_id", "email", "display_name", "wish")
    fields = ("at", "user_id", "email", "display_name", "wish", "done_at")
    readonly_fields = fields
    search_fields = ("=email", "=display_name", "=user__id")
    search_help_text = _("Whole address or pseudonym, or number of the account")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show a page of the list; note who saw which rows, and what they sought."""
        page = super().changelist_view(request, extra_context)
        if listed := shown(page, "cl"):
            seen = {"sought": listed.query, "rows": [row.pk for row in listed.result_list]}
            Entry.objects.record(actor=cast(User, request.user), action=LISTED, subject=ClosedAccount, **seen)
        return page

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show one; note who saw it."""
        page = super().change_view(request, object_id, form_url, extra_context)
        if row := shown(page, "original"):
            Entry.objects.record(actor=cast(User, request.user), action=SEEN, subject=row)
        return page
