"""Sessions kept in the database and read from Redis, right at the request that follows a change of them.

The database has every session: where Redis is gone, or lost all it held, nobody is signed out. A change leaves a mark
in Redis, and until the mark is gone the session is read from the database and not copied: what another request read
before the change, and is slow to copy, comes too late. Where the mark could not be left, because Redis did not answer,
an ended session serves for KEPT_SECONDS more at most, to who has its cookie.
"""

import hashlib
from functools import partial

from django.conf import settings
from django.core.cache import caches
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone

from newsroom.lib import stored_sessions

KEPT_SECONDS = 60
# Longer than any request takes from reading a session to copying it.
MARK_SECONDS = 10
MARK = "changed"


# Named as the other: what one wrote the other reads, so that REDIS_URL comes and goes and signs nobody out.
class SessionStore(stored_sessions.SessionStore):
    """A session; the copy in Redis is signed for its own key, so that whoever writes there becomes nobody by it."""

    def load(self) -> dict[str, object]:
        if not self.session_key:
            return {}
        place = _place(self.session_key)
        copy = caches[settings.SESSION_CACHE_ALIAS].get(place)
        if copy and copy != MARK and (data := self._read(place, copy)):
            return data
        row = self._get_session_from_db()
        if row is None:
            return {}
        if copy != MARK:
            left = int((row.expire_date - timezone.now()).total_seconds())
            copy = Signer(salt=place).sign(row.session_data)
            caches[settings.SESSION_CACHE_ALIAS].add(place, copy, min(KEPT_SECONDS, left))
        return self.decode(row.session_data)

    def save(self, must_create: bool = False) -> None:
        super().save(must_create)
        self._mark(self.session_key)

    def delete(self, session_key: str | None = None) -> None:
        super().delete(session_key)
        self._mark(session_key or self.session_key)

    def _read(self, place: str, copy: object) -> dict[str, object]:
        try:
            return self.decode(Signer(salt=place).unsign(str(copy)))
        except BadSignature:
            return {}

    def _mark(self, session_key: str | None) -> None:
        if session_key:
            mark = partial(caches[settings.SESSION_CACHE_ALIAS].set, _place(session_key), MARK, MARK_SECONDS)
            mark()
            if transaction.get_connection().in_atomic_block:
                # Others see the change from then on.
                transaction.on_commit(mark, robust=True)


def _place(session_key: str) -> str:
    """Return where the copy lies: under what no cookie can be made of."""
    return f"session:{hashlib.sha256(session_key.encode()).hexdigest()}"
