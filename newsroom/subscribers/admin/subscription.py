"""Subscriptions in the admin: granted and revoked by the model's verbs, never edited, never deleted."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from newsroom.subscribers.models import Subscription, User
from newsroom.subscribers.models.subscription import AlreadyRevoked

WORDS = {
    Subscription.State.RUNNING: _("running"),
    Subscription.State.AHEAD: _("not begun"),
    Subscription.State.OVER: _("over"),
    Subscription.State.REVOKED: _("revoked"),
}


@admin.register(Subscription)
class SubscriptionAdmin(admin.ModelAdmin[Subscription]):
    """To give a reader more time, grant another."""

    list_display = ("user", "plan", "state_in_words", "starts_at", "ends_at", "source")
    list_filter = ("source", "plan")
    list_select_related = ("user", "plan")
    search_fields = ("user__display_name", "user__email")
    autocomplete_fields = ("user",)
    date_hierarchy = "starts_at"
    fields = ("user", "plan", "starts_at", "ends_at")
    actions = ("revoke",)

    @admin.display(description=_("state"))
    def state_in_words(self, subscription: Subscription) -> str:
        """What the clock makes of it."""
        return str(WORDS[subscription.state()])

    @admin.action(
        description=_("Revoke"),
        description_plural=_("Revoke the selected subscriptions"),
        permissions=["change"],
        location=[ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM],
    )
    def revoke(self, request: HttpRequest, subscriptions: QuerySet[Subscription]) -> None:
        """End each of them now."""
        revoked = sum(_revoked(subscription, cast(User, request.user)) for subscription in subscriptions)
        said = ngettext("%(number)s subscription revoked.", "%(number)s subscriptions revoked.", revoked)
        self.message_user(request, said % {"number": revoked}, messages.SUCCESS if revoked else messages.WARNING)

    def save_model(self, request: HttpRequest, obj: Subscription, form: ModelForm[Subscription], change: bool) -> None:
        if not change:
            obj.grant(by=cast(User, request.user))

    def get_readonly_fields(self, request: HttpRequest, obj: Subscription | None = None) -> tuple[str, ...]:
        return (*self.fields, "state_in_words", "revoked_at", "source", "created_at") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Subscription | None = None) -> tuple[str, ...]:
        return self.get_readonly_fields(request, obj) or self.fields

    def has_delete_permission(self, request: HttpRequest, obj: Subscription | None = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        nothing_to_save = {"show_save": False, "show_save_and_continue": False, "show_save_and_add_another": False}
        return super().change_view(request, object_id, form_url, (extra_context or {}) | nothing_to_save)


def _revoked(subscription: Subscription, by: User) -> bool:
    """Revoke the subscription; return whether that was still to be done."""
    try:
        subscription.revoke(by=by)
    except AlreadyRevoked:
        return False
    return True
