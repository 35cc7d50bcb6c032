"""The forms of the second factor: the library's own, with the paper's words, and no code taken twice."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as library
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.core.cache import caches
from django.utils.translation import gettext_lazy as _

from newsroom.subscribers.forms import PlainForm

# What the library and fido2 raise on the way through JSON, CBOR and packed bytes that no browser made.
UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError, struct.error)


@contextmanager
def refused_in_words() -> Iterator[None]:
    """Turn what cannot be read into an error of the form."""
    try:
        yield
    except UNREADABLE as error:
        raise get_adapter().validation_error("incorrect_passkey") from error


class OneTimeCode(PlainForm):
    """Takes a code once, as long as it serves: the library forgets it after one step of its three."""

    user: Any
    authenticator: Authenticator

    def clean_code(self) -> str:
        code = str(super().clean_code())  # type: ignore[misc]  # of the form it is mixed into
        steps = 2 * app_settings.TOTP_TOLERANCE + 1
        used = f"one-time-code:{self.user.pk}:{normalize_user_code(code)}"
        if self.authenticator.type == Authenticator.Type.TOTP and not caches["table"].add(
            used, "used", timeout=steps * app_settings.TOTP_PERIOD
        ):
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(OneTimeCode, library.AuthenticateForm):
    """The code of the app, or a recovery code, at sign-in."""


class ReauthenticateForm(OneTimeCode, library.ReauthenticateForm):
    """The same once more, before a grave change or at the desk's door."""


class Credential:
    """What a browser says of a passkey; forged by hand, which the library stumbles over, it is refused in words."""

    def clean_credential(self) -> Any:
        with refused_in_words():
            return super().clean_credential()  # type: ignore[misc]  # of the form it is mixed into


class AuthenticateWebAuthnForm(Credential, webauthn.AuthenticateWebAuthnForm):
    """A passkey as the second factor."""


class LoginWebAuthnForm(Credential, webauthn.LoginWebAuthnForm):
    """A passkey alone."""


class ReauthenticateWebAuthnForm(Credential, webauthn.ReauthenticateWebAuthnForm):
    """A passkey once more."""


class ActivateTOTPForm(PlainForm, totp.ActivateTOTPForm):
    """The first code of the app, which proves that it has the key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code shown by the app")


class AddWebAuthnForm(PlainForm, webauthn.AddWebAuthnForm):
    """A name for the passkey; the browser fills in the rest."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, alone = self.fields["name"], self.fields["passwordless"]
        name.label, name.help_text, name.max_length = _("Name"), _("To tell it from another: “My phone”."), 60
        alone.label, alone.help_text, alone.initial = _("Sign in with it alone, without a password"), "", True

    def clean(self) -> dict[str, Any]:
        with refused_in_words():
            return dict(super().clean())
