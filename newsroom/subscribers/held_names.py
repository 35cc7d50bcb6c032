"""Pseudonyms that nobody may take for a while, though nobody has them."""

import hashlib
from datetime import datetime, timedelta

from django.core.cache import caches
from django.utils import timezone

from newsroom.lib.folding import fold

# As long as a sign-up that nobody confirms keeps its pseudonym: the mailed link serves three days.
UNPROVED_FOR = timedelta(days=3)


def hold(name: str) -> None:
    """Keep the pseudonym as a new account would.

    Tried with an address that has an account, it makes none: if it stayed free, a stranger would know.
    """
    until = timezone.now() + UNPROVED_FOR
    caches["table"].set(_key(name), until.isoformat(), UNPROVED_FOR.total_seconds())


def is_held(name: str) -> bool:
    """Return whether that pseudonym, or one that looks the same, is kept now."""
    until = caches["table"].get(_key(name))
    return until is not None and datetime.fromisoformat(until) > timezone.now()


def _key(name: str) -> str:
    return f"held-name:{hashlib.sha256(fold(name).encode()).hexdigest()}"
