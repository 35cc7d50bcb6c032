"""Send text small: the way that a reader takes of several, and what is made for one reader alone, quickly.

Compression tells, by an answer's length, whether what somebody has a reader ask for is like what else is in the answer
(BREACH). A form's token is masked anew in each page. An answer that holds another secret is sent as it is, and the
length of all is blurred.
"""

import gzip
import secrets
from collections.abc import Callable, Collection
from functools import lru_cache

import brotli
import zstandard
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

IDENTITY = "identity"
# The quickest first, where a reader takes several alike: each answer is made for one reader, and sent once.
QUICK: dict[str, Callable[[bytes], bytes]] = {
    "zstd": lambda body: zstandard.ZstdCompressor(level=3).compress(body),
    "br": lambda body: brotli.compress(body, quality=4),
    "gzip": lambda body: gzip.compress(body, compresslevel=1, mtime=0),
}
# A picture and sound are small already.
TEXT = ("text/", "application/json", "application/xml", "application/rss+xml", "application/atom+xml",
        "application/manifest+json")  # fmt: skip
# A shorter answer goes out in one packet as it is.
SHORTEST = 1000
# Addresses that hold a key, and pages that show one. The file for nginx names the same.
SECRET = ("/account/", "/accounts/", "/appeals/", "/audio/feed/", "/cancellation/", "/previews/", "/reports/")
# An answer is longer by up to so many bytes, by chance.
BLUR = 100


def small(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, outermost: send text as small as is quickly done, where the reader takes it so."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if isinstance(response, HttpResponse) and _is_worth_it(response) and not request.path.startswith(SECRET):
            patch_vary_headers(response, ["Accept-Encoding"])
            if taken := preferred(request.headers.get("Accept-Encoding", ""), tuple(QUICK)):
                _compress(response, taken[0])
        return response

    return middleware


@lru_cache(maxsize=256)
def preferred(accepted: str, offered: Collection[str]) -> tuple[str, ...]:
    """Return the encodings that a reader takes of those offered, what they like best first (RFC 9110, 12.5.3).

    In the order of the offer where they are liked alike; none that they like less than the answer as it is.
    """
    liked: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _semicolon, parameters = part.partition(";")
        try:
            liked[name.strip()] = float(parameters.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
    rest = liked.get("*", 0.0)
    taken = [name for name in offered if liked.get(name, rest) > 0]
    best = sorted(taken, key=lambda name: -liked.get(name, rest))
    plain = liked.get(IDENTITY, 0.0)
    return tuple(name for name in best if liked.get(name, rest) >= plain)


def is_text(kind: str) -> bool:
    """Return whether content of that type is worth compressing."""
    return kind.startswith(TEXT)


def _is_worth_it(response: HttpResponse) -> bool:
    headers = response.headers
    return (
        len(response.content) >= SHORTEST
        and is_text(headers.get("Content-Type", ""))
        and "Content-Encoding" not in headers
        and "Content-Range" not in headers
    )


def _compress(response: HttpResponse, encoding: str) -> None:
    response.content = QUICK[encoding](response.content)
    response.headers["Content-Encoding"] = encoding
    response.headers["Content-Length"] = str(len(response.content))
    response.headers["X-Blur"] = secrets.token_hex(BLUR)[: secrets.randbelow(BLUR)]
    if (etag := response.headers.get("ETag", "")).startswith('"'):
        # Other bytes of the same page (RFC 9110, 8.8.3.3).
        response.headers["ETag"] = f"W/{etag}"
