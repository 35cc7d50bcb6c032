"""System checks of the services beside the database, where some are named: whether each can be used."""

from typing import Any, cast

from django.conf import settings
from django.core.cache import caches
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.files.storage import storages


@register(Tags.database)
def redis_answers(**_: Any) -> list[CheckMessage]:
    """Warn of a Redis that does not answer: all goes on without it, slower."""
    reason = caches["default"].fault() if settings.REDIS_URL else ""  # type: ignore[attr-defined]  # ours
    if not reason:
        return []
    said = f"Redis cannot be used: {reason}. Limits are counted and sessions read in the database meanwhile."
    return [Warning(said, hint="Look at REDIS_URL, and whether Redis runs and lets the site in.", id="newsroom.W017")]


@register(Tags.database)
def bucket_answers(**_: Any) -> list[CheckMessage]:
    """Warn of a bucket that does not answer: no picture is shown, and no article heard."""
    if not settings.MEDIA_STORAGE_URL:
        return []
    # One of its own: the server's processes are copies of the one that checks, and share no connection.
    reason = cast(Any, storages.create_storage(settings.STORAGES["default"])).fault()
    if not reason:
        return []
    hint = "Look at MEDIA_STORAGE_URL, and whether the bucket is there and its key may read, write and delete in it."
    return [Warning(f"The bucket of the files cannot be used: {reason}.", hint=hint, id="newsroom.W018")]


@register()
def files_are_where_they_are_handed_over(**_: Any) -> list[CheckMessage]:
    """Refuse to have nginx hand over, out of a folder, what lies in a bucket."""
    if not (settings.MEDIA_STORAGE_URL and settings.ACCEL_LOCATION):
        return []
    said = "The sound of articles lies in a bucket, and NEWSROOM_ACCEL_LOCATION has nginx look for it in a folder."
    return [Error(said, hint="Remove NEWSROOM_ACCEL_LOCATION: the site hands the sound over.", id="newsroom.E019")]
