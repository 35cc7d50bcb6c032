"""Whence a request came: the network address and the port of who sent it, as far as they are known."""

from dataclasses import dataclass

from allauth.core.internal import httpkit
from django.conf import settings
from django.http import HttpRequest

from newsroom.lib.numbers import whole

LAST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Connection:
    """One end of a connection. None where nobody who can be believed says it."""

    address: str | None = None
    port: int | None = None


def of(request: HttpRequest) -> Connection:
    """Return the client's end, whole: by our own proxies' word alone, and by the server's where there is none.

    Any client can send a header with somebody else's address in it.
    """
    return Connection(httpkit.get_client_ip(request), _port(request))


def _port(request: HttpRequest) -> int | None:
    """Return the port; behind a proxy it is in a header of the proxy's, if the operator named one."""
    if not settings.TRUSTED_PROXIES:
        given = request.META.get("REMOTE_PORT", "")
    else:
        given = request.headers.get(settings.CLIENT_PORT_HEADER, "") if settings.CLIENT_PORT_HEADER else ""
    number = whole(given, digits=len(str(LAST_PORT))) or 0
    return number if 0 < number <= LAST_PORT else None
