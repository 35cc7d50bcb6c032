"""The second factor of an account: whether there is one, and whether this session was opened with it."""

from typing import cast

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from newsroom.audit.models import Entry
from newsroom.subscribers.models import User

# Recovery codes stand in for one of these, and are none by themselves.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def of(user: User) -> "QuerySet[Authenticator]":
    """Return the user's app and passkeys."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user=user, type__in=FACTORS)
    return found


def was_used(request: HttpRequest) -> bool:
    """Return whether this session gave a second factor, or a passkey, which is both in one; read from the session."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, cast(User, request.user)))


def opens_the_desk(request: HttpRequest) -> bool:
    """Return whether this is somebody of the staff, in a session opened with a second factor."""
    return request.user.is_active and request.user.is_staff and was_used(request)


def page_to_give_it(user: User) -> str:
    """Return the address of the page that takes the user's app's code, or else their passkey; empty for neither."""
    types = set(of(user).values_list("type", flat=True))
    if Authenticator.Type.TOTP in types:
        return reverse("mfa_reauthenticate")
    return reverse("mfa_reauthenticate_webauthn") if types else ""


def is_last(authenticator: Authenticator) -> bool:
    """Return whether the account has no other."""
    return not of(authenticator.user).exclude(pk=authenticator.pk).exists()


def record_use(request: HttpRequest, authenticator: Authenticator) -> None:
    """Let the session count as opened with it: to set one up takes the proof that one has it."""
    post_authentication(request, authenticator)


def reset(user: User, *, by: User | None) -> bool:
    """Take every factor and recovery code off the account, sign it out everywhere, record it and tell its owner.

    Return whether there was anything to take off. `by` is None for the operator's command.
    """
    with Entry.objects.recorded(actor=by, action="user.second_factor_reset", subject=user):
        taken, _by_model = Authenticator.objects.filter(user=user).delete()
        for session in UserSession.objects.filter(user=user):
            session.end()
        get_adapter().send_mail("account/email/second_factor_reset", user.email, {})
    return bool(taken)
