"""The sanctions in the admin: their list, and how one is lifted or taken back; see `member` for how one is imposed."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from comments.admin import member
from comments.admin.lists import DeskAdmin, Tabs, person_at
from comments.admin.note import note_view
from comments.models import Sanction
from comments.sanction_forms import LiftForm


@admin.register(Sanction)
class SanctionAdmin(DeskAdmin[Sanction]):
    """Lists sanctions, the latest first, and shows a member."""

    list_display = ("member_page", "level", "starts_at", "ends_at", "acknowledged_at", "lifted_at", "decided_by")
    list_display_links = None
    list_filter = (("level", Tabs),)
    list_select_related = ("member", "decision__decided_by")
    name_field = "member__display_name_key"

    def get_urls(self) -> list[URLPattern]:
        wrapped = self.admin_site.admin_view
        return [
            path("member/<int:pk>/", wrapped(self.member_view), name="comments_sanction_member"),
            path("member/<int:pk>/note/", wrapped(note_view), name="comments_sanction_note"),
            path("<int:pk>/lift/", wrapped(require_POST(self.lift_view)), name="comments_sanction_lift"),
            path("<int:pk>/undo/", wrapped(require_POST(self.undo_view)), name="comments_sanction_undo"),
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
        """Show a member with their record, and sanction them."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return member.page(request, pk, self.opts)

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

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a sanction back, seconds after it was imposed."""
        sanction = get_object_or_404(Sanction.objects.select_related("member", "decision"), pk=pk)
        sanction.undo(by=person_at(request))
        told = _("Taken back: %(sanction)s. Nobody was told of it.")
        messages.success(request, told % {"sanction": sanction.get_level_display()})
        return redirect("admin:comments_sanction_member", sanction.member_id)
