"""How often one network address, or one account, may do a thing, counted in the cache that all workers share."""

import math
import time

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

APP = "newsroom"


def address(request: HttpRequest) -> str:
    """Return the client's network address, as our own proxies alone may tell it; an IPv6 network counts as one."""
    return str(ratelimit.get_ip(request))


def wait(request: HttpRequest, action: str, rate: str) -> int:
    """Count that the client does `action` once more; return 0, or the seconds to wait and count nothing.

    `rate` reads as in the accounts' settings: "10/h" is ten an hour for an address, "60/m/user" sixty a minute for who
    is signed in. Whoever cannot be counted waits a second.
    """
    config = {action: rate}
    if ratelimit.consume(request, app=APP, action=action, config=config, limit_get=True):
        return 0
    [limit] = ratelimit.get_rates(app=APP, action=action, config=config)
    done = cache.get(ratelimit.get_cache_key(request, app=APP, action=action, rate=limit), [])
    # The earliest that counts is the last of the list: once it is old enough, there is room again.
    return max(1, math.ceil(done[-1] + limit.duration - time.time())) if len(done) >= limit.amount else 1
