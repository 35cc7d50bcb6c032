"""The legal holds, for who answers the authorities: placed by the number of a comment, lifted from the list."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import FETCH_RAISE, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, ngettext

from comments.admin.lists import DeskAdmin, person_at
from comments.models import Comment, LegalHold


class LegalHoldForm(forms.ModelForm[LegalHold]):
    """A new hold."""

    comment = forms.ModelChoiceField(
        Comment.objects.all(), label=gettext_lazy("Number of the comment"), widget=forms.NumberInput
    )

    class Meta:
        model = LegalHold
        fields = ("comment", "until", "reason")


@admin.register(LegalHold)
class LegalHoldAdmin(DeskAdmin[LegalHold]):
    """Lists holds, the latest first."""

    form = LegalHoldForm
    list_display = ("placed_at", "comment_page", "member", "until", "lifted_at", "placed_by")
    fields = ("comment", "until", "reason")
    name_field = "comment__author__display_name_key"
    # With the button that adds one.
    change_list_template = "admin/change_list.html"
    actions = ("lift",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[LegalHold]:
        return super().get_queryset(request).select_related("comment__author", "placed_by").fetch_mode(FETCH_RAISE)

    def get_fields(self, request: HttpRequest, obj: LegalHold | None = None) -> tuple[str, ...]:
        return (
            self.fields if obj is None else ("comment_page", "until", "reason", "placed_by", "placed_at", "lifted_at")
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.add_legalhold")

    def save_model(self, request: HttpRequest, obj: LegalHold, form: Any, change: bool) -> None:
        placed = LegalHold.objects.place(obj.comment, by=person_at(request), until=obj.until, reason=obj.reason)
        obj.pk = placed.pk

    @admin.display(description=gettext_lazy("Comment"))
    def comment_page(self, hold: LegalHold) -> SafeString:
        return format_html('<a href="{}">#{}</a>', hold.comment.get_absolute_url(), hold.comment_id)

    @admin.display(description=gettext_lazy("Member"))
    def member(self, hold: LegalHold) -> str:
        return str(hold.comment.author)

    @admin.action(description=gettext_lazy("Lift the selected holds"), permissions=("add",))
    def lift(self, request: HttpRequest, holds: QuerySet[LegalHold]) -> None:
        """End the holds now: what had its time goes with the next purge."""
        standing = list(holds.in_force())  # type: ignore[attr-defined]
        for hold in standing:
            hold.lift(by=person_at(request))
        told = ngettext("%(number)d hold is lifted.", "%(number)d holds are lifted.", len(standing))
        messages.success(request, told % {"number": len(standing)})
