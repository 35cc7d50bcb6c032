"""The charter in the admin: a new version is a draft that says what the last one says, rewritten, then published."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from comments.admin.lists import person_at
from comments.models import Charter, Rule


class RuleInline(admin.StackedInline[Rule, Charter]):
    """The rules of a version: written while it is a draft."""

    model = Rule
    extra = 0
    view_on_site = False
    fields = ("number", ("title_fr", "title_en"), "text_fr", "text_en", "explanation_fr", "explanation_en")

    def has_add_permission(self, request: HttpRequest, obj: Charter | None = None) -> bool:
        return _is_draft(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Charter | None = None) -> bool:
        return _is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Charter | None = None) -> bool:
        return _is_draft(obj) and super().has_delete_permission(request, obj)


@admin.register(Charter)
class CharterAdmin(admin.ModelAdmin[Charter]):
    """Lists the versions; a published one is only read."""

    list_display = ("__str__", "state", "published_at")
    readonly_fields = ("version", "published_at")
    fields = ("version", "published_at", "introduction_fr", "introduction_en")
    inlines = (RuleInline,)
    actions = None
    view_on_site = False
    change_form_template = "admin/comments/charter_form.html"

    @admin.display(description=gettext_lazy("state"))
    def state(self, charter: Charter) -> str:
        if charter.is_draft:
            return _("draft")
        return _("in force") if charter.is_current else _("former")

    def get_urls(self) -> list[URLPattern]:
        wrapped = self.admin_site.admin_view
        return [
            path("<int:pk>/draft/", wrapped(require_POST(self.draft_view)), name="comments_charter_draft"),
            path("<int:pk>/publish/", wrapped(self.publish_view), name="comments_charter_publish"),
            *super().get_urls(),
        ]

    def draft_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin a new version from this one."""
        charter = get_object_or_404(Charter, pk=pk)
        if not request.user.has_perm("comments.add_charter"):
            raise PermissionDenied
        draft = charter.draft_next(by=person_at(request))
        messages.success(request, _("This draft says what version %(version)d says.") % {"version": charter.version})
        return redirect("admin:comments_charter_change", draft.pk)

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what publishing does, then publish."""
        charter = get_object_or_404(Charter, pk=pk)
        if not request.user.has_perm("comments.change_charter"):
            raise PermissionDenied
        if request.method == "POST":
            try:
                charter.publish(by=person_at(request))
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
            else:
                messages.success(request, _("%(charter)s is in force.") % {"charter": charter})
            return redirect("admin:comments_charter_change", charter.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": str(charter),
            "opts": self.opts,
            "charter": charter,
        }
        return TemplateResponse(request, "admin/comments/charter_publication.html", context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        # A version begins with the words of another: `draft_view`.
        return False

    def has_change_permission(self, request: HttpRequest, obj: Charter | None = None) -> bool:
        return (obj is None or obj.is_draft) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Charter | None = None) -> bool:
        return _is_draft(obj) and super().has_delete_permission(request, obj)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        may = {
            "may_draft": request.user.has_perm("comments.add_charter"),
            "may_publish": request.user.has_perm("comments.change_charter"),
        }
        return super().change_view(request, object_id, form_url, may | (extra_context or {}))


def _is_draft(charter: Charter | None) -> bool:
    return charter is not None and charter.is_draft
