"""The second factor as the accounts library sees it: in the paper's name, and never taken off the staff."""

from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from newsroom.subscribers import second_factor


class FactorAdapter(DefaultMFAAdapter):
    """The accounts library's hooks for second factors."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "The desk asks for a second factor, and this is your last one. Add another before you remove it."
        ),
        "incorrect_code": _("This code is not the right one, or has been used."),
        "incorrect_passkey": _("This passkey does not open the account."),
        "unverified_email": _("Confirm the new address of your account first, or keep the old one."),
    }

    def get_totp_issuer(self) -> str:
        return settings.SITE_NAME

    def build_totp_svg(self, url: str) -> str:
        # Drawn by our own page, inline: the library makes a data: URI of it, which our policy refuses.
        return ""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        host = current.request.get_host().partition(":")[0]
        return {"id": host, "name": settings.SITE_NAME}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not (authenticator.user.is_staff and second_factor.is_last(authenticator))
