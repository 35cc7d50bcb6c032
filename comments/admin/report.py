"""The reports at the desk: what waits, the most pressing first; and who reports, on demand, which leaves a record."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import FETCH_RAISE, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from comments.admin.lists import DeskAdmin, Tabs, person_at
from comments.admin.rows import OF_THE_SENDER
from comments.forms import number
from comments.models import Report
from newsroom.audit.models import Entry

WAITING = "waiting"
ANSWERED = "answered"
# Of a list, to recognise it: the whole is one click away.
EXCERPT_LENGTH = 160


class Answered(admin.SimpleListFilter):
    """Whether a decision answered the report, as tabs; what waits comes first."""

    title = gettext_lazy("answer")
    parameter_name = "state"
    template = "admin/comments/tabs.html"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        return [
            (WAITING, gettext_lazy("Waits for an answer")),
            (ANSWERED, pgettext_lazy("report", "Answered")),
        ]

    def choices(self, changelist: Any) -> Any:
        return [
            {
                "selected": self.value() == value or (value == WAITING and self.value() is None),
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": title,
            }
            for value, title in self.lookup_choices
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(decision__isnull=self.value() != ANSWERED)


@admin.register(Report)
class ReportAdmin(DeskAdmin[Report]):
    """Lists reports; moderators are not told whose they are."""

    list_display = ("pressing", "created_at", "comment_page", "reason", "said", "answer")
    list_display_links = ("created_at",)
    list_select_related = ("comment__author", "rule", "decision")
    list_filter = (("kind", Tabs), Answered)
    fields = ("reference",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        return super().get_queryset(request).defer(*OF_THE_SENDER)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        answered = request.GET.get(Answered.parameter_name) == ANSWERED
        return self.list_display if answered else self.list_display[:-1]

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-id",) if request.GET.get(Answered.parameter_name) == ANSWERED else ("-priority", "id")

    @admin.display(description=gettext_lazy("Priority"))
    def pressing(self, report: Report) -> SafeString:
        return format_html(
            '<span class="desk-priority" data-priority="{}">{}</span>', report.priority, report.get_priority_display()
        )

    @admin.display(description=gettext_lazy("It was reported as"))
    def reason(self, report: Report) -> str:
        return report.reason

    @admin.display(description=gettext_lazy("what the report says"))
    def said(self, report: Report) -> str:
        return Truncator(report.words).chars(EXCERPT_LENGTH)

    @admin.display(description=gettext_lazy("answer"))
    def answer(self, report: Report) -> str:
        return report.decision.get_now_display() if report.decision else ""

    @admin.display(description=gettext_lazy("Comment"))
    def comment_page(self, report: Report) -> SafeString:
        address = reverse("admin:comments_comment_change", args=[report.comment_id])
        return format_html('<a href="{}">{}</a>', address, report.comment)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show one report; say who sent it to a moderator who asks for it, which is recorded."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        report = self._found(object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Report %(reference)s") % {"reference": report},
            "opts": self.opts,
            "report": report,
            "sender": self._sender(request, report) if request.method == "POST" else None,
        }
        return TemplateResponse(request, "admin/comments/report.html", context)

    def _found(self, object_id: str) -> Report:
        reports = Report.objects.select_related(
            "comment__author", "comment__article__section", "rule", "decision__decided_by", "decision__charter_rule"
        )
        shown = reports.defer(*OF_THE_SENDER, "comment__article__body").fetch_mode(FETCH_RAISE)
        return get_object_or_404(shown, pk=number(object_id) or 0)

    def _sender(self, request: HttpRequest, report: Report) -> dict[str, str]:
        """Return the pseudonym of who reported, or the name they gave, and note who saw it."""
        sent = Report.objects.select_related("reporter").get(pk=report.pk)
        with Entry.objects.recorded(actor=person_at(request), action="report.reporter-seen", subject=report):
            return {"member": sent.reporter.display_name if sent.reporter else "", "name": sent.reporter_name}
