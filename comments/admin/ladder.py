"""The ladder in the admin: one page, written as a whole; it says what it would propose before it is kept."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from comments.admin.lists import DeskAdmin, person_at
from comments.ladder_forms import LadderForm
from comments.models import LadderStep, Proposal


@admin.register(LadderStep)
class LadderAdmin(DeskAdmin[LadderStep]):
    """Shows the ladder to the moderators, and lets the chief rewrite it."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the steps; then what new ones would propose; then keep them."""
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        may_change = request.user.has_perm("comments.change_ladderstep")
        form = LadderForm(request.POST if request.method == "POST" and may_change else None)
        preview = None
        if form.is_bound and form.is_valid():
            if "confirmed" in request.POST and form.rewrite(by=person_at(request)):
                messages.success(request, _("The ladder is changed."))
                return redirect("admin:comments_ladderstep_changelist")
            preview = Proposal.objects.foreseen(form.steps)
        context = {
            **self.admin_site.each_context(request),
            "title": self.opts.verbose_name_plural,
            "opts": self.opts,
            "form": form,
            "steps": LadderStep.objects.all(),
            "may_change": may_change,
            "preview": preview,
        }
        return TemplateResponse(request, "admin/comments/ladder.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the ladder: a step is read among the others."""
        return redirect("admin:comments_ladderstep_changelist")
