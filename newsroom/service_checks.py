"""System checks of the services beside the database, where some are named: whether each can be used."""

from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.database)
def redis_answers(**_: Any) -> list[CheckMessage]:
    """Warn of a Redis that does not answer: all goes on without it, slower."""
    reason = caches["default"].fault() if settings.REDIS_URL else ""  # type: ignore[attr-defined]  # ours
    if not reason:
        return []
    said = f"Redis cannot be used: {reason}. Limits are counted and sessions read in the database meanwhile."
    return [Warning(said, hint="Look at REDIS_URL, and whether Redis runs and lets the site in.", id="newsroom.W017")]
