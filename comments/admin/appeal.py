"""The appeals at the desk: what waits, the oldest first, and the page where one is heard."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import FETCH_RAISE, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.admin.examination import dossier
from comments.admin.lists import DeskAdmin, person_at
from comments.admin.rows import OF_THE_SENDER
from comments.forms import number
from comments.hearing_forms import hearing
from comments.models import Appeal, Decision, MoveNotAllowed
from newsroom.subscribers.models import User

WAITING = "waiting"
DECIDED = "decided"
LATER_SHOWN = 10
# The reporter behind an appeal stays unnamed, as behind a report.
UNSEEN = tuple(f"report__{field}" for field in OF_THE_SENDER)
SHOWN_WITH = (
    *(f"decision__{row}" for row in ("comment__article", "comment__author", "member", "charter_rule", "decided_by")),
    "decision__sanction",
    "report__rule",
    "reviewer",
)


class State(admin.SimpleListFilter):
    """Whether the appeal has its answer, as tabs; what waits comes first."""

    title = gettext_lazy("answer")
    parameter_name = "state"
    template = "admin/comments/tabs.html"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        return [(WAITING, gettext_lazy("Waiting")), (DECIDED, gettext_lazy("Decided"))]

    def choices(self, changelist: Any) -> Any:
        return [
            {
                "selected": (self.value() or WAITING) == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": title,
            }
            for value, title in self.lookup_choices
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == DECIDED:
            return queryset.exclude(outcome="")
        return queryset.filter(outcome="")


@admin.register(Appeal)
class AppealAdmin(DeskAdmin[Appeal]):
    """Lists appeals, and hears one."""

    list_display = ("submitted_at", "member", "against", "whose", "decided_by", "outcome", "reviewer")
    list_display_links = ("submitted_at",)
    list_filter = (State,)
    name_field = "decision__member__display_name_key"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appeal]:
        rows = super().get_queryset(request).select_related(*SHOWN_WITH)
        return rows.defer("decision__comment__article__body", *UNSEEN).fetch_mode(FETCH_RAISE)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-id",) if request.GET.get(State.parameter_name) == DECIDED else ("submitted_at", "id")

    @admin.display(description=gettext_lazy("Member"))
    def member(self, appeal: Appeal) -> User:
        return appeal.decision.member

    @admin.display(description=gettext_lazy("decision"))
    def against(self, appeal: Appeal) -> str:
        return appeal.decision.get_now_display() or appeal.decision.sanction.get_level_display()

    @admin.display(description=gettext_lazy("Appeal by"))
    def whose(self, appeal: Appeal) -> str:
        return _("who reported") if appeal.report_id else _("the member")

    @admin.display(description=gettext_lazy("Decided by"))
    def decided_by(self, appeal: Appeal) -> str:
        return str(appeal.decision.decided_by or _("a machine"))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show one appeal with all that bears on it, and answer it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        appeal, person = self._found(request, object_id), person_at(request)
        conflict = appeal.conflict_of(person)
        form = hearing(appeal, request.POST if request.method == "POST" else None)
        if request.method == "POST":
            if conflict:
                raise MoveNotAllowed(conflict)
            if appeal.is_decided:
                raise appeal.stale()
            if form.is_valid() and form.is_decided(by=person):
                messages.success(request, _("The appeal is answered. Who appealed is told."))
                return redirect("admin:comments_appeal_change", appeal.pk)
        decision = appeal.decision
        context = {
            **self.admin_site.each_context(request),
            **dossier(decision.member, but=decision.comment),
            "title": _("Appeal against a decision on %(member)s") % {"member": decision.member},
            "opts": self.opts,
            "appeal": appeal,
            "decision": decision,
            "judged": decision.judged_text,
            "later": _later(decision),
            "form": form,
            "conflict": conflict,
            "nobody_else": bool(conflict) and not appeal.others_who_may_hear(person).exists(),
        }
        return TemplateResponse(request, "admin/comments/appeal.html", context)

    def _found(self, request: HttpRequest, object_id: str) -> Appeal:
        appeals = self.get_queryset(request).select_related("reversal", "decision__reversed_by")
        return get_object_or_404(appeals, pk=number(object_id) or 0)


def _later(decision: Decision) -> list[Decision]:
    """Return what was decided on the comment since."""
    if decision.comment_id is None:
        return []
    since = Decision.objects.filter(comment=decision.comment_id, pk__gt=decision.pk).order_by("id")
    shown = since.select_related("charter_rule", "decided_by", "comment__article", "sanction", "lifts")
    return list(shown.defer("comment__article__body").fetch_mode(FETCH_RAISE)[:LATER_SHOWN])
