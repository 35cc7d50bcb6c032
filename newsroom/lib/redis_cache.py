"""A cache in Redis, or in Valkey, that does without it while it does not answer.

Read only where REDIS_URL is set: a paper on one machine has no such package.
"""

import json
import logging
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from redis import RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from newsroom.lib.silence import Silence

logger = logging.getLogger("newsroom.redis")

# How long a request waits for it: it answers in a thousandth of that.
TIMEOUT_SECONDS = 0.5
# For how long one that did not answer is not asked again.
PAUSE_SECONDS = 5.0


class Json:
    """How values lie in Redis: as JSON, so that whoever can write there runs nothing here."""

    def dumps(self, value: Any) -> bytes:
        return json.dumps(value, separators=(",", ":")).encode()

    def loads(self, data: bytes) -> Any:
        return json.loads(data)


class Forgiving(RedisCache):
    """Redis, or the cache named FALLBACK while Redis does not answer.

    What either holds the other does not: a count begins anew when Redis goes, and once more when it is back.
    """

    # By server: each thread has a cache of its own.
    silences: dict[str, Silence] = {}

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {
            "serializer": Json,
            "socket_timeout": TIMEOUT_SECONDS,
            "socket_connect_timeout": TIMEOUT_SECONDS,
            # Once more at once, for a connection that Redis closed since it was last used.
            "retry": Retry(NoBackoff(), 1),
        }
        # In a list: a password may have a comma in it.
        super().__init__([server], params | {"OPTIONS": options})
        self._fallback: str = params["FALLBACK"]
        self._silence = self.silences.setdefault(server, Silence())

    def add(self, *arguments: Any, **named: Any) -> Any:
        return self._do("add", *arguments, **named)

    def get(self, *arguments: Any, **named: Any) -> Any:
        return self._do("get", *arguments, **named)

    def set(self, *arguments: Any, **named: Any) -> Any:
        return self._do("set", *arguments, **named)

    def touch(self, *arguments: Any, **named: Any) -> Any:
        return self._do("touch", *arguments, **named)

    def delete(self, *arguments: Any, **named: Any) -> Any:
        return self._do("delete", *arguments, **named)

    def get_many(self, *arguments: Any, **named: Any) -> Any:
        return self._do("get_many", *arguments, **named)

    def set_many(self, *arguments: Any, **named: Any) -> Any:
        return self._do("set_many", *arguments, **named)

    def delete_many(self, *arguments: Any, **named: Any) -> Any:
        return self._do("delete_many", *arguments, **named)

    def has_key(self, *arguments: Any, **named: Any) -> Any:
        return self._do("has_key", *arguments, **named)

    def incr(self, *arguments: Any, **named: Any) -> Any:
        return self._do("incr", *arguments, **named)

    def clear(self) -> Any:
        return self._do("clear")

    def fault(self) -> str:
        """Return why Redis cannot be used; empty where it can."""
        try:
            super().has_key("any")
        except RedisError as error:
            return str(error)
        return ""

    def _do(self, what: str, *arguments: Any, **named: Any) -> Any:
        if self._silence.is_over():
            try:
                return getattr(super(), what)(*arguments, **named)
            except RedisError as error:
                # Refused, too: out of memory, still loading, another password.
                self._silence.begin(PAUSE_SECONDS)
                self._silence.tell(logger, "Redis does not answer; the database does its work meanwhile: %s", error)
        return getattr(caches[self._fallback], what)(*arguments, **named)
