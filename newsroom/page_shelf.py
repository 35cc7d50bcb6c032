"""The finished pages: each with its bytes for every way to send them, on a shelf of so many bytes."""

import gzip
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from wsgiref.types import StartResponse, WSGIEnvironment

import brotli
import zstandard
from django.utils.http import parse_etags, parse_http_date_safe

from newsroom.lib import shelf
from newsroom.lib.changes import Mark
from newsroom.lib.compression import IDENTITY, is_text, preferred

type Headers = list[tuple[str, str]]

# The best first, where a reader takes several alike. Made once, and sent as often as the page holds.
ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=5),
    "zstd": lambda body: zstandard.ZstdCompressor(level=6).compress(body),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}
OFFERED = tuple(ENCODERS)
# A shorter body is not worth it.
SHORTEST_COMPRESSED = 200
# What an answer without a body says (RFC 9110, 15.4.5).
OF_NOT_MODIFIED = {"cache-control", "date", "etag", "expires", "last-modified", "vary", "content-location"}
# What Python keeps beside the bytes.
OVERHEAD = 4096
# No page takes more of the shelf than this part.
LARGEST_PART = 8


@dataclass(frozen=True, slots=True)
class Variant:
    """The page in one encoding."""

    etag: str
    body: bytes
    headers: Headers
    # Of them, those of an answer without it.
    bodiless: Headers


@dataclass(slots=True)
class Page:
    """A finished page: what it depends on, and its bytes."""

    body: bytes
    headers: Headers
    mark: Mark
    # By the clock of the wall: when it is another, though nothing changes.
    until: float
    # By the clock that never goes back: when the page was last known to be right.
    sure_at: float
    is_metered: bool = False
    variants: dict[str, Variant] = field(default_factory=dict)
    # Whether it is worth compressing.
    is_text: bool = field(init=False)

    def __post_init__(self) -> None:
        kind = next((value for name, value in self.headers if name.lower() == "content-type"), "")
        self.is_text = is_text(kind) and len(self.body) >= SHORTEST_COMPRESSED

    @property
    def size(self) -> int:
        """Bytes of memory, about."""
        return len(self.body) + OVERHEAD + sum(len(one.body) + OVERHEAD for one in self.variants.values())

    def answer(
        self, environ: WSGIEnvironment, start_response: StartResponse, more: Sequence[tuple[str, str]] = ()
    ) -> list[bytes]:
        """Answer with the page, or that the reader has it as it is; say `more` with it."""
        accepted = preferred(environ.get("HTTP_ACCEPT_ENCODING", ""), OFFERED) if self.is_text else ()
        encoding = accepted[0] if accepted else IDENTITY
        variant = self.variants.get(encoding)
        if variant is None:
            # Two at once make the same.
            variant = self.variants[encoding] = self._made(encoding)
        if self._is_known(environ, variant.etag):
            start_response("304 Not Modified", [*variant.bodiless, *more])
            return []
        start_response("200 OK", [*variant.headers, *more])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [variant.body]

    def _made(self, encoding: str) -> Variant:
        digest = sha256(self.body).hexdigest()[:32]
        etag = f'"{digest}"' if encoding == IDENTITY else f'"{digest}-{encoding}"'
        body = self.body if encoding == IDENTITY else ENCODERS[encoding](self.body)
        own = [("Content-Length", str(len(body))), ("ETag", etag), ("Vary", _varying(self.headers))]
        if encoding != IDENTITY:
            own.append(("Content-Encoding", encoding))
        replaced = {name.lower() for name, _value in own}
        headers = [one for one in self.headers if one[0].lower() not in replaced] + own
        return Variant(etag, body, headers, [one for one in headers if one[0].lower() in OF_NOT_MODIFIED])

    def _is_known(self, environ: WSGIEnvironment, etag: str) -> bool:
        """Return whether the reader has the page as it is (RFC 9110, 13.2.2)."""
        if tags := environ.get("HTTP_IF_NONE_MATCH"):
            return tags.strip() in (etag, "*") or etag in (one.removeprefix("W/") for one in parse_etags(tags))
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        if not since:
            return False
        known = parse_http_date_safe(since)
        modified = next((value for name, value in self.headers if name.lower() == "last-modified"), "")
        last = parse_http_date_safe(modified) if modified else None
        return known is not None and last is not None and last <= known


class Shelf(shelf.Shelf[Page]):
    """Pages by their key."""

    def takes(self, body: bytes) -> bool:
        """Return whether a page of that length has its place here."""
        return len(body) <= self.most_bytes // LARGEST_PART


def _varying(headers: Iterable[tuple[str, str]]) -> str:
    said = [part.strip() for name, value in headers if name.lower() == "vary" for part in value.split(",")]
    return ", ".join(dict.fromkeys(["Accept-Encoding", *filter(None, said)]))
