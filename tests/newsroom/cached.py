"""The paper behind its page cache, asked without a server: what came back, and which pages were made for it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast
from wsgiref.types import StartResponse, WSGIEnvironment
from wsgiref.util import setup_testing_defaults

from django.core.handlers.wsgi import WSGIHandler

from newsroom.page_asked import Key
from newsroom.page_cache import MIB, PageCache


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Site:
    """The paper behind a page cache of its own."""

    def __init__(self, most_bytes: int = 8 * MIB) -> None:
        self.made: list[str] = []
        self.cache = PageCache(self._counted, most_bytes)
        self._django = WSGIHandler()

    def get(self, path: str, method: str = "GET", *, cookie: str = "", **headers: str) -> Answer:
        """Ask for a page; headers are written as `if_none_match`."""
        path, _mark, query = path.partition("?")
        environ: WSGIEnvironment = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query}
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        environ.setdefault("HTTP_HOST", "localhost")
        if cookie:
            environ["HTTP_COOKIE"] = cookie
        setup_testing_defaults(environ)
        started = _Started()
        pieces = self.cache(environ, started)
        try:
            body = b"".join(pieces)
        finally:
            getattr(pieces, "close", bool)()
        return Answer(int(started.status[:3]), started.headers, body)

    def kept(self) -> set[str]:
        """Return the paths of the pages on the shelf."""
        return {path for _is_secure, _host, path, *_ in cast(Iterator[Key], iter(self.cache.shelf))}

    def _counted(self, environ: WSGIEnvironment, start_response: StartResponse) -> Any:
        self.made.append(environ["PATH_INFO"])
        return self._django(environ, start_response)


@dataclass
class _Started:
    status: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def __call__(self, status: str, headers: list[tuple[str, str]], *_: Any) -> Callable[[bytes], object]:
        self.status, self.headers = status, dict(headers)
        return list[bytes]().append
