"""Accounts in the admin: opened without a password, and nobody given more than the giver may give."""

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import ManyToManyField, QuerySet
from django.forms import CharField, ModelForm, ModelMultipleChoiceField, Textarea
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from newsroom.audit.models import Entry
from newsroom.subscribers import invitations, second_factor
from newsroom.subscribers.models import DisplayNameChange, User
from newsroom.subscribers.staff import STAFF_GROUPS

RIGHTS = ("is_active", "reason", "is_staff", "groups")
REASON_MAX_LENGTH = 1000
# What a publisher could make themselves all-powerful with.
RIGHTS_OF_SUPERUSERS = ("is_superuser", "user_permissions")


class UserForm(ModelForm[User]):
    """An account; whoever shuts one says why, and its owner is told.

    What somebody wrote is answered at the moderators' desk, where a ban states its grounds and can be appealed (DSA 17
    and 20): an account is shut for other things, such as one that was taken over.
    """

    reason = CharField(
        label=_("Why it is shut"),
        required=False,
        max_length=REASON_MAX_LENGTH,
        widget=Textarea(attrs={"rows": 2, "cols": 80}),
        help_text=_(
            "Needed to take “active” away, and mailed to the person. For what somebody wrote, ban them at the "
            "moderators’ desk instead: they are told the rule, and may appeal."
        ),
    )

    class Meta:
        model = User
        fields = ("is_active",)

    @property
    def shuts(self) -> bool:
        """Whether this takes an account away from its owner."""
        return bool(self.instance.pk and self.initial.get("is_active") and not self.cleaned_data.get("is_active"))

    def clean_reason(self) -> str:
        """Ask for one where the account is shut."""
        reason: str = self.cleaned_data["reason"].strip()
        if self.shuts and not reason:
            raise ValidationError(_("Say why: the person is told."), "required")
        return reason


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    """No password is seen or set here: who is new is mailed a link to choose one, who forgot asks for one."""

    form = UserForm
    list_display = ("display_name", "email", "is_staff", "is_active", "date_joined")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("display_name", "email")
    search_help_text = _("Pseudonym or e-mail address")
    ordering = ("-date_joined", "-id")
    filter_horizontal = ("groups", "user_permissions")
    readonly_fields = ("date_joined", "last_login", "former_pseudonyms")
    actions = ("reset_second_factor",)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        rights = RIGHTS + (RIGHTS_OF_SUPERUSERS if _is_superuser(request) else ())
        rights = rights if obj else tuple(name for name in rights if name != "reason")
        dates = [(_("History"), {"fields": self.readonly_fields})] if obj else []
        return [(None, {"fields": ("email", "display_name")}), (_("Rights"), {"fields": rights}), *dates]

    @admin.display(description=_("former pseudonyms"))
    def former_pseudonyms(self, user: User) -> str:
        """Who they were, and until when, the last first."""
        changes = user.display_name_changes.all()
        return "; ".join(f"{one.old} ({date_format(one.at, 'SHORT_DATE_FORMAT')})" for one in changes) or "–"

    def formfield_for_manytomany(
        self, db_field: ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelMultipleChoiceField[Any]:
        if db_field.name == "groups" and not _is_superuser(request):
            kwargs["queryset"] = Group.objects.filter(name__in=STAFF_GROUPS)
        return cast(ModelMultipleChoiceField[Any], super().formfield_for_manytomany(db_field, request, **kwargs))

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Keep those who have more than the staff's groups from those who could take their account over.

        Nobody opens again what its member closed.
        """
        allowed = super().has_change_permission(request, obj) and not (obj and obj.closed_at)
        return allowed and (obj is None or _is_superuser(request) or not _has_more_than_groups(obj))

    @admin.action(
        description=_("Reset the second factor"),
        description_plural=_("Reset the second factor of the selected users"),
        permissions=["change"],
        location=[ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM],
    )
    def reset_second_factor(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """Let in again who lost it; not those whom the person who asks may not change."""
        allowed = [user for user in users if self.has_change_permission(request, user)]
        for user in allowed:
            second_factor.reset(user, by=cast(User, request.user))
        said = ngettext(
            "%(number)s account: second factor taken off, signed out everywhere, told by e-mail.",
            "%(number)s accounts: second factor taken off, signed out everywhere, told by e-mail.",
            len(allowed),
        )
        self.message_user(request, said % {"number": len(allowed)}, messages.SUCCESS if allowed else messages.WARNING)

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if change and "display_name" in form.changed_data:
            old = form.initial["display_name"]
            DisplayNameChange.objects.record(obj, old=old, new=obj.display_name, by=cast(User, request.user))
        if "email" in form.changed_data:
            obj.confirm_address()

    def save_related(self, request: HttpRequest, form: UserForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        user = form.instance
        if not change:
            invitations.send(user)
        if change and form.shuts:
            get_adapter().send_mail("account/email/account_shut", user.email, {"reason": form.cleaned_data["reason"]})
        if changed := [name for name in form.changed_data if name != "reason"]:
            Entry.objects.record(
                actor=cast(User, request.user),
                action="user.changed" if change else "user.created",
                subject=user,
                fields=changed,
                active=user.is_active,
                staff=user.is_staff,
                groups=sorted(user.groups.values_list("name", flat=True)),
                **({"reason": form.cleaned_data["reason"]} if change and form.shuts else {}),
            )


# Addresses follow the account: two places to change one would soon disagree. Nobody reads somebody's second factor,
# nor their sessions.
admin.site.unregister([EmailAddress, Authenticator, UserSession])


def _is_superuser(request: HttpRequest) -> bool:
    return cast(User, request.user).is_superuser


def _has_more_than_groups(user: User) -> bool:
    """Return whether the user has rights that no group of the staff gives."""
    others = user.groups.exclude(name__in=STAFF_GROUPS)
    return user.is_superuser or user.user_permissions.exists() or others.exists()
