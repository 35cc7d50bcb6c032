"""The sanctions in the admin: their list, and the page of a member, where they are imposed and lifted."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from comments.admin.examination import dossier
from comments.admin.lists import DeskAdmin, Tabs, person_at
from comments.admin.note import note_view
from comments.desk_forms import LiftForm, SanctionForm
from comments.models import Charter, Comment, MoveNotAllowed, Sanction
from newsroom.subscribers.models import User

COMMENTS_SHOWN = 20


@admin.register(Sanction)
class SanctionAdmin(DeskAdmin[Sanction]):
    """Lists sanctions, the latest first, and shows a member."""

    list_display = ("member_page", "level", "starts_at", "ends_at", "lifted_at", "decided_by")
    list_display_links = None
    list_filter = (("level", Tabs),)
    list_select_related = ("member", "decision__decided_by")
    name_field = "member__display_name_key"

    def get_urls(self) -> list[URLPattern]:
        return [
            path("member/<int:pk>/", self.admin_site.admin_view(self.member_view), name="comments_sanction_member"),
            path("member/<int:pk>/note/", self.admin_site.admin_view(note_view), name="comments_sanction_note"),
            path(
                "<int:pk>/lift/",
                self.admin_site.admin_view(require_POST(self.lift_view)),
                name="comments_sanction_lift",
            ),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("Member"))
    def member_page(self, sanction: Sanction) -> SafeString:
        address = reverse("admin:comments_sanction_member", args=[sanction.member_id])
        return format_html('<a href="{}">{}</a>', address, sanction.member)

    @admin.display(description=gettext_lazy("Decided by"))
    def decided_by(self, sanction: Sanction) -> str:
        return str(sanction.decision.decided_by)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the member: a sanction is read beside their record."""
        sanction = self.get_object(request, object_id)
        if sanction is None or not self.has_view_permission(request, sanction):
            return super().change_view(request, object_id, form_url, extra_context)
        return redirect("admin:comments_sanction_member", sanction.member_id)

    def member_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a member with their record, and sanction them: first what it would do, then for good."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        member = get_object_or_404(User, pk=pk)
        may_impose = request.user.has_perm("comments.impose_sanction") and request.user != member
        if request.method == "POST" and not may_impose:
            raise MoveNotAllowed(_("You may not sanction this member."))
        form = SanctionForm(request.POST if request.method == "POST" else None, charter=Charter.objects.current())
        template = "admin/comments/member.html"
        if request.method == "POST" and form.is_valid():
            if "confirmed" not in request.POST:
                template = "admin/comments/sanction_confirmation.html"
            elif self._is_imposed(request, form, member):
                return redirect("admin:comments_sanction_member", member.pk)
        context = {
            **self.admin_site.each_context(request),
            **dossier(member),
            "sanction": form.preview(member) if form.is_bound and form.is_valid() else None,
            "title": member.display_name,
            "opts": self.opts,
            "form": form,
            "may_impose": may_impose,
            "sanctions": Sanction.objects.filter(member=member).select_related(
                "decision__charter_rule", "decision__decided_by", "lifting__decided_by"
            ),
            "lift_form": LiftForm(),
            "comments": Comment.objects.filter(author=member).select_related("article")[:COMMENTS_SHOWN],
        }
        return TemplateResponse(request, template, context)

    def lift_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lift a sanction, with its reason."""
        sanction = get_object_or_404(Sanction.objects.select_related("member"), pk=pk)
        form = LiftForm(request.POST)
        try:
            sanction.lift(by=person_at(request), explanation=form["explanation"].value() or "")
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            told = _("Lifted: %(sanction)s. The member is told by e-mail.")
            messages.success(request, told % {"sanction": sanction.get_level_display()})
        return redirect("admin:comments_sanction_member", sanction.member_id)

    def _is_imposed(self, request: HttpRequest, form: SanctionForm, member: User) -> bool:
        """Impose what the form says; what stands against it goes to the form."""
        try:
            sanction = form.impose(member, by=person_at(request))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return False
        told = _("%(member)s is now under this sanction: %(sanction)s. The member is told by e-mail.")
        messages.success(request, told % {"member": member, "sanction": sanction.get_level_display()})
        return True
