"""The rules of the discussions in the admin: one page, which a chief moderator edits."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.admin.lists import person_at
from comments.models import Policy


class PolicyForm(forms.ModelForm[Policy]):
    """What holds under every article."""

    stopped = forms.BooleanField(
        label=gettext_lazy("Stop all discussions"),
        required=False,
        help_text=gettext_lazy("Nobody reacts any more under any article; what was said stays readable."),
    )

    class Meta:
        model = Policy
        fields = (
            "first_comments_held",
            "closes_after_days",
            "hot_reports",
            "hot_refusals",
            "premoderated_sections",
            "stop_message",
        )
        widgets = {
            "premoderated_sections": forms.CheckboxSelectMultiple,
            "stop_message": forms.Textarea(attrs={"rows": 3, "cols": 60}),
        }

    field_order = ("first_comments_held", "premoderated_sections", "closes_after_days", "hot_reports", "hot_refusals",
                   "stopped", "stop_message")  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A default that is a function makes Django repeat the value in a hidden field, for a row that is not made yet.
        self.fields["first_comments_held"].show_hidden_initial = False

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("stopped") and not self.cleaned_data.get("stop_message"):
            self.add_error("stop_message", _("Say to the readers why."))
        return self.cleaned_data


@admin.register(Policy)
class PolicyAdmin(admin.ModelAdmin[Policy]):
    """Shows the one row and revises it."""

    view_on_site = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the one page."""
        return redirect("admin:comments_policy_changelist")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the rules, and put in force what a chief moderator makes of them."""
        may_change = self.has_change_permission(request)
        if not (may_change if request.method == "POST" else self.has_view_permission(request)):
            raise PermissionDenied
        policy = Policy.objects.current()
        stopped_at = policy.stopped_at
        form = PolicyForm(
            request.POST if request.method == "POST" else None, instance=policy, initial={"stopped": bool(stopped_at)}
        )
        if form.is_bound and form.is_valid():
            Policy.objects.revise(by=person_at(request), **form.cleaned_data)
            messages.success(request, _("These rules are in force."))
            return redirect("admin:comments_policy_changelist")
        for field in form.fields.values():
            field.disabled = not may_change
        context = {
            **self.admin_site.each_context(request),
            "title": capfirst(str(self.opts.verbose_name)),
            "opts": self.opts,
            "form": form,
            "stopped_at": stopped_at,
            "may_change": may_change,
        }
        return TemplateResponse(request, "admin/comments/policy.html", context)
