"""The pages of the second factor: the library's own, with the way back to the desk kept through them."""

from typing import Any, cast
from urllib.parse import urlencode

from allauth.account.mixins import NextRedirectMixin
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from newsroom.lib import qr
from newsroom.subscribers import second_factor
from newsroom.subscribers.models import User


@login_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Show what opens the account besides the password."""
    found: dict[str, list[Authenticator]] = {"totp": [], "webauthn": [], "recovery_codes": []}
    for authenticator in Authenticator.objects.filter(user=request.user).order_by("created_at"):
        found[authenticator.type].append(authenticator)
    codes = [authenticator.wrap() for authenticator in found["recovery_codes"]]
    left = sum(len(one.get_unused_codes()) for one in codes)
    context = {"apps": found["totp"], "passkeys": found["webauthn"], "has_codes": bool(codes), "codes_left": left}
    return render(request, "mfa/index.html", context)


class AddedMixin(NextRedirectMixin):
    """After a factor is added: the session counts as opened with it, and the recovery codes come first, once."""

    did_generate_recovery_codes: bool
    request: HttpRequest

    def get_success_url(self) -> str:
        added = second_factor.of(cast(User, self.request.user)).latest("created_at")
        second_factor.record_use(self.request, added)
        if self.did_generate_recovery_codes:
            return str(self.passthrough_next_url(reverse("mfa_view_recovery_codes")))
        return self.get_next_url() or reverse("mfa_index")


class ActivateTOTPView(AddedMixin, totp.ActivateTOTPView):
    """Shows the key as a square to scan and as text to type, and takes the first code."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"square": qr.draw(context["totp_url"])}


class AddWebAuthnView(AddedMixin, webauthn.AddWebAuthnView):
    """Lets the browser make a passkey."""


class RemoveWebAuthnView(webauthn.RemoveWebAuthnView):
    """Takes a passkey off, unless the desk still asks for it."""

    def form_valid(self, form: Any) -> HttpResponse:
        if get_adapter().can_delete_authenticator(self.object):
            answer: HttpResponse = super().form_valid(form)
            return answer
        messages.error(self.request, str(get_adapter().error_messages["cannot_delete_authenticator"]))
        return redirect("mfa_index")


class ViewRecoveryCodesView(recovery_codes.ViewRecoveryCodesView):
    """Shows the codes, and leads on to where a factor was asked for."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"onward": get_next_redirect_url(self.request)}


class LoginWebAuthnView(webauthn.LoginWebAuthnView):
    """Signs in with a passkey alone."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say what was wrong on the sign-in page, with the way back kept."""
        super().form_invalid(form)
        onward = get_next_redirect_url(self.request)
        return redirect(reverse("account_login") + (f"?{urlencode({'next': onward})}" if onward else ""))
