"""The reports in the admin: to read, without who reported."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comments.admin.lists import DeskAdmin
from comments.models import Report


class Answered(admin.SimpleListFilter):
    """Whether a decision answered the report, as tabs."""

    title = _("answer")
    parameter_name = "answered"
    template = "admin/comments/tabs.html"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        return [("no", _("Waits for an answer")), ("yes", pgettext_lazy("report", "Answered"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(decision__isnull=self.value() == "no") if self.value() else queryset


@admin.register(Report)
class ReportAdmin(DeskAdmin[Report]):
    """Lists reports, the latest first; moderators are not told whose they are."""

    list_display = ("created_at", "comment_page", "rule", "words", "answer")
    list_display_links = None
    list_select_related = ("comment__author", "rule", "decision")
    list_filter = (Answered,)
    fields = ("comment", "revision", "rule", "words", "created_at", "decision")

    @admin.display(description=_("answer"))
    def answer(self, report: Report) -> str:
        return report.decision.get_now_display() if report.decision else ""

    @admin.display(description=_("Comment"))
    def comment_page(self, report: Report) -> SafeString:
        address = reverse("admin:comments_comment_change", args=[report.comment_id])
        return format_html('<a href="{}">{}</a>', address, report.comment)
