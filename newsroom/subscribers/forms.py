"""The forms of the accounts: the library's own, with the paper's words and the pseudonym."""

from typing import Any

from allauth.account import forms as library
from allauth.account.adapter import get_adapter
from allauth.core import context as current
from allauth.core.internal import ratelimit
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.forms import CharField, Form, TextInput
from django.utils.translation import gettext_lazy as _

from newsroom.lib.folding import fold
from newsroom.subscribers import throttles
from newsroom.subscribers.models import User
from newsroom.subscribers.models.display_name import DISPLAY_NAME_MAX_LENGTH
from newsroom.subscribers.passwords import normalised


class PlainForm:
    """Without placeholders: they say the label again, in grey, and are gone once one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]  # of the form it is mixed into
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in {"email", "login"}:
                field.label = _("E-mail address")
            if name == "code":
                field.widget.attrs |= {"inputmode": "numeric", "autofocus": True}


class SignupForm(PlainForm, library.SignupForm):
    """An address, a pseudonym and a password."""

    display_name = CharField(
        label=_("Pseudonym"),
        max_length=DISPLAY_NAME_MAX_LENGTH,
        help_text=_("Shown with your comments."),
        widget=TextInput(attrs={"autocomplete": "nickname"}),
    )
    field_order = ("email", "display_name", "password1")

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        User.objects.forget_unproved(email=email)
        return str(super().clean_email())

    def clean_display_name(self) -> str:
        name: str = User._meta.get_field("display_name").clean(self.cleaned_data["display_name"], None)
        User.objects.forget_unproved(display_name_key=fold(name))
        User(display_name=name).check_name()
        return name

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors:
            # Hashed here, whether the address is known or not: the answer takes as long, and no transaction waits.
            self.cleaned_data["password_hash"] = self._hash_password()
        return dict(self.cleaned_data)

    def _hash_password(self) -> str:
        typed = self.cleaned_data
        try:
            validate_password(typed["password1"], User(email=typed["email"], display_name=typed["display_name"]))
        except ValidationError as error:
            self.add_error("password1", error)
        return make_password(normalised(typed.get("password1", "")))


class DisplayNameForm(Form):
    """Another pseudonym."""

    display_name = CharField(
        label=_("New pseudonym"),
        max_length=DISPLAY_NAME_MAX_LENGTH,
        help_text=_("Shown with your comments, with those you wrote before too."),
        widget=TextInput(attrs={"autocomplete": "nickname"}),
    )


class LoginForm(PlainForm, library.LoginForm):
    """An address and a password; the page itself leads to a forgotten one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class RequestLoginCodeForm(PlainForm, library.RequestLoginCodeForm):
    """An address, to which the code goes."""

    def clean_email(self) -> str:
        """Count by network address and mailbox together: a stranger who asks on purpose uses up no one else's."""
        email = str(self.cleaned_data["email"]).lower()
        request = current.request
        key = f"{ratelimit.get_ip(request)}:{email}"
        asked = ratelimit.consume(request, app="allauth.account", action="request_login_code", key=key)
        if not (asked and throttles.count(request, "code", email)):
            raise get_adapter().validation_error("too_many_login_attempts")
        # The account's own address alone: one that somebody means to change to is not theirs yet.
        self._user = User.objects.filter(email=email, is_active=True).first()
        return email


class ConfirmLoginCodeForm(PlainForm, library.ConfirmLoginCodeForm):
    """The code from the mail."""


class ResetPasswordForm(PlainForm, library.ResetPasswordForm):
    """An address, to which the link goes."""

    def clean_email(self) -> str:
        email = str(super().clean_email())
        # An address somebody means to change to is not theirs yet: mistyped, it would give the account to its owner.
        self.users: list[User] = [user for user in self.users if user.email == email.lower()]
        return email


class ResetPasswordKeyForm(PlainForm, library.ResetPasswordKeyForm):
    """The new password, from the mailed link."""


class ChangePasswordForm(PlainForm, library.ChangePasswordForm):
    """The old password and the new one."""


class SetPasswordForm(PlainForm, library.SetPasswordForm):
    """The first password of an account without one."""


class AddEmailForm(PlainForm, library.AddEmailForm):
    """The address to change to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New address")


class ReauthenticateForm(PlainForm, library.ReauthenticateForm):
    """The password once more, before a grave change."""
