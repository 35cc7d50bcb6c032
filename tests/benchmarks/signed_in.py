"""Readers who are signed in already: their sessions are written into the table, as signing in would."""

import time
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import get_random_string

from newsroom.subscribers.models import User

CSRF_LENGTH = 32


def token() -> str:
    """Return a secret for forms, as long as Django’s."""
    return get_random_string(CSRF_LENGTH)


def cookies(people: Iterable[User], csrf: str) -> list[str]:
    """Return what each one's browser sends along, the staff with their second factor."""
    store, made, ends = SessionStore(), [], timezone.now() + timedelta(days=1)
    for person in people:
        said: dict[str, object] = {
            SESSION_KEY: str(person.pk), BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
            HASH_SESSION_KEY: person.get_session_auth_hash(),
        }  # fmt: skip
        if person.is_staff:
            said["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
            said["account_authentication_methods_user"] = str(person.pk)
        key = get_random_string(CSRF_LENGTH).lower()
        made.append(Session(session_key=key, session_data=store.encode(said), expire_date=ends))
    Session.objects.bulk_create(made)
    return [f"{settings.SESSION_COOKIE_NAME}={one.session_key}; {settings.CSRF_COOKIE_NAME}={csrf}" for one in made]
