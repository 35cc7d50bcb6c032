"""How the accounts library stores a user of ours, writes to them, and where it may send them."""

import time
from typing import Any
from urllib.parse import quote

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.models import EmailAddress, Login
from allauth.account.utils import get_next_redirect_url
from allauth.core import context as current
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from newsroom.lib.addresses import absolute
from newsroom.subscribers import mail, throttles
from newsroom.subscribers.models import User
from newsroom.subscribers.models.user import MADE_FIELDS


class AccountAdapter(DefaultAccountAdapter):
    """The accounts library's hooks, as the paper wants them."""

    error_messages = DefaultAccountAdapter.error_messages | {
        # The same whether nobody has the address, the password is another, or the address was never proved.
        "email_password_mismatch": _(
            "This address and this password do not open an account. Have you just signed up? Follow the link that we "
            "mailed you first."
        ),
        "too_many_login_attempts": _("Too many attempts. Try again in a few minutes."),
    }

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return whose address and password these are; None as well where the address was never proved.

        Its owner is mailed a new link. To say so on the page would tell a stranger, who signed up with the address
        just now, that nobody had an account with it.
        """
        user: User | None = super().authenticate(request, **credentials)
        if user is None or EmailAddress.objects.filter(user=user, verified=True).exists():
            return user
        for address in EmailAddress.objects.filter(user=user, email=user.email):
            send_verification_email_to_address(request, address)
        return None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        throttles.count(request, "failed", credentials.get("email", ""))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask once more for what the second factor hangs on, unless the reader signed in a moment ago."""
        records = get_authentication_records(current.request, current.request.user)
        fresh = bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
        return bool(super().is_reauthentication_required(app=app, **kwargs)) and not (app == "allauth.mfa" and fresh)

    def is_login_by_code_required(self, login: Login) -> bool:
        """Ask for a mailed code besides the password of an account that is being guessed at, from wherever."""
        records = get_authentication_records(current.request, login.user)
        by_password = bool(records) and records[-1]["method"] == "password"
        return by_password and throttles.is_full(current.request, "failed", login.user.email)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Store what the sign-up form holds, by the model's own rules."""
        user.email = form.cleaned_data["email"]
        user.display_name = form.cleaned_data["display_name"]
        user.password = form.cleaned_data["password_hash"]
        user.full_clean(exclude=MADE_FIELDS)
        if commit:
            user.save()
        return user

    def clean_email(self, email: str) -> str:
        """Return the address; raise ValidationError where it would not fit: the library's fields let longer ones by."""
        User._meta.get_field("email").run_validators(email)
        return email

    def is_safe_url(self, url: str) -> bool:
        """Return whether `next` stays on this very site, by the host that was asked."""
        request = current.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Confirm the address, unless it became another account's own meanwhile."""
        owners = User.objects.filter(email__iexact=email_address.email)
        if owners.exclude(pk=email_address.user_id).exists():
            said = {"email": email_address.email}
            self.add_message(request, messages.ERROR, "account/messages/email_confirmation_failed.txt", said)
            return False
        return bool(super().confirm_email(request, email_address))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the mail, in the transaction of what it tells."""
        paper = {"email": email, "site_name": settings.SITE_NAME, "site_address": settings.SITE_ADDRESS}
        message = self.render_mail(template_prefix, email, paper | {"onward": _onward()} | context)
        mail.deliver.enqueue(message.subject, str(message.body), message.to, get_language() or "")

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Return the mailed link; opened elsewhere than in the browser of the sign-up, it leads on by sign-in."""
        onward = _onward()
        through_sign_in = f"?next={quote(reverse('account_login') + onward)}" if onward else ""
        return absolute(reverse("account_confirm_email", args=[emailconfirmation.key])) + through_sign_in

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the mailed link to a new password: on the site's own address, whatever host was asked."""
        uid, _dash, token = key.partition("-")
        return absolute(reverse("account_reset_password_from_key", args=[uid, token])) + _onward()

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # The library counts failures by account alone: a stranger who fails on purpose would keep its owner out.
        login = credentials.get("email", "").lower()
        return f"{get_ip(request)}:{login}"


def _onward() -> str:
    """Return the query that carries `next`, where it is safe, from one page or mail of the accounts to the next."""
    url = get_next_redirect_url(current.request)
    return f"?next={quote(url)}" if url else ""
