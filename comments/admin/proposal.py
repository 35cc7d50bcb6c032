"""What the ladder proposes, in the admin: the oldest first, each answered on the page of its member."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from comments.admin.lists import DeskAdmin, person_at
from comments.models import Proposal, StaleProposal
from comments.sanction_forms import DismissalForm


@admin.register(Proposal)
class ProposalAdmin(DeskAdmin[Proposal]):
    """Lists the proposals that nobody answered."""

    list_display = ("member_page", "proposed", "against", "share", "opened_at")
    list_display_links = None
    list_select_related = ("member",)
    ordering = ("id",)
    name_field = "member__display_name_key"

    def get_urls(self) -> list[URLPattern]:
        dismiss = self.admin_site.admin_view(require_POST(self.dismiss_view))
        return [path("<int:pk>/dismiss/", dismiss, name="comments_proposal_dismiss"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proposal]:
        return super().get_queryset(request).open()  # type: ignore[attr-defined, no-any-return]

    @admin.display(description=gettext_lazy("Member"))
    def member_page(self, proposal: Proposal) -> SafeString:
        address = reverse("admin:comments_sanction_member", args=[proposal.member_id])
        return format_html('<a href="{}#proposal">{}</a>', address, proposal.member)

    @admin.display(description=gettext_lazy("What is proposed"))
    def proposed(self, proposal: Proposal) -> str:
        return proposal.proposed

    @admin.display(description=gettext_lazy("Against the charter"))
    def against(self, proposal: Proposal) -> str:
        return _("%(against)d in %(days)d days") % {"against": proposal.n_against, "days": proposal.window_days}

    @admin.display(description=gettext_lazy("Share of all contributions"))
    def share(self, proposal: Proposal) -> str:
        return _("%(percent)d%% of %(total)d") % {"percent": proposal.percent, "total": proposal.n_total}

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the member: a proposal is weighed beside their record."""
        proposal = self.get_object(request, object_id)
        if proposal is None or not self.has_view_permission(request, proposal):
            return super().change_view(request, object_id, form_url, extra_context)
        return redirect("admin:comments_sanction_member", proposal.member_id)

    def dismiss_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do not follow a proposal, with the reason."""
        proposal = get_object_or_404(Proposal.objects.select_related("member"), pk=pk)
        form = DismissalForm(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(map(str, form["reason"].errors)))
        else:
            try:
                proposal.dismiss(by=person_at(request), reason=form.cleaned_data["reason"])
            except StaleProposal as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, _("The proposal is not followed; the reason is kept."))
        return redirect("admin:comments_sanction_member", proposal.member_id)
