"""The page cache: finished pages for who is signed out, each asked of the database whether it still is right.

It stands in front of Django. A hit costs one look-up; a page that changed is made once, and whoever waits for it gets
that one. What is not sure to be the same for everybody is never kept, and without the cache all is as it was, slower.
"""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from articles.models import Article
from newsroom.lib import rendering
from newsroom.lib.asking import Database
from newsroom.lib.changes import EVERYTHING
from newsroom.lib.changes.watch import Broken, Gone
from newsroom.lib.rendering import Rendering
from newsroom.page_asked import Asked, Key, asked, cookies_of, has_opened, plain, view_of
from newsroom.page_shelf import Headers, Page, Shelf

# However sure, a page is made anew after that: the notes that it is compared with are kept for a day.
KEPT_AT_MOST = timedelta(minutes=10)
# How long a reader waits for a page that another one's request is making.
WAIT_SECONDS = 5.0
MIB = 1024 * 1024


def over(paper: WSGIApplication) -> WSGIApplication:
    """Return the application behind the page cache; without room for it, as it is."""
    return PageCache(paper, settings.PAGE_CACHE * MIB) if settings.PAGE_CACHE else paper


@dataclass(slots=True)
class Flight:
    """One making of a page, for which others wait."""

    began: float
    page: Page | None = None
    ended: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, slots=True)
class Answer:
    """What Django answered."""

    status: str
    headers: Headers
    body: bytes

    def give(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        """Answer with it."""
        start_response(self.status, self.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]


class Start:
    """Takes down how an answer begins."""

    status = ""
    headers: Headers = []

    def __call__(self, status: str, headers: Headers, exc_info: Any = None, /) -> Callable[[bytes], object]:
        self.status, self.headers = status, headers
        return _refuse


class PageCache:
    """An application in front of another."""

    def __init__(self, paper: WSGIApplication, most_bytes: int) -> None:
        self.shelf = Shelf(most_bytes)
        self._paper = paper
        self._database = Database()
        self._flights: dict[object, Flight] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with the page as it is at some moment since the request began."""
        arrived = now = time.monotonic()
        wanted = self._wanted(environ)
        while wanted and now < arrived + WAIT_SECONDS:
            key, metered = wanted
            page = self.shelf.get(key)
            if page and page.is_metered and has_opened(metered):
                break
            if page and (more := self._if_right(key, page)) is not None:
                return self._give(key, page, environ, start_response, more)
            if page is None and view_of(environ) is None:
                break
            flight, leads = self._board(key)
            if leads:
                return self._lead(flight, wanted, environ, start_response)
            flight.ended.wait(WAIT_SECONDS)
            if flight.page is None:
                break
            if flight.began >= arrived and not (flight.page.is_metered and has_opened(metered)):
                # Made since the request began: right, whatever changed since.
                return self._give(key, flight.page, environ, start_response)
            now = time.monotonic()
        return self._paper(environ, start_response)

    def _wanted(self, environ: WSGIEnvironment) -> Asked | None:
        """Return the page that somebody signed out asks for; None for all else."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        cookies = cookies_of(environ)
        if cookies and (session := cookies.get(settings.SESSION_COOKIE_NAME)) and self._is_session(session):
            return None
        return asked(environ, cookies)

    def _is_session(self, key: str) -> bool:
        """Return whether there is such a session: a forged cookie is no way round.

        The database has them all; Redis, where there is one, has copies of some, and takes longer to ask.
        """
        now = datetime.now(UTC)
        sql = "SELECT 1 FROM django_session WHERE session_key = ? AND expire_date > ?"
        try:
            return self._database.ask(lambda reader: reader.row(sql, (key, reader.time(now)))) is not None
        except Gone:
            return True

    def _if_right(self, key: Key, page: Page) -> Sequence[tuple[str, str]] | None:
        """Return what to say with the page if it may be shown: nothing more, or its age where nobody can tell."""
        if time.time() >= page.until:
            return None
        try:
            if self._database.holds(page.mark):
                page.sure_at = time.monotonic()
                return ()
        except Gone as error:
            return self._outlived(page, error)
        self.shelf.drop(key, page)
        return None

    def _outlived(self, page: Page, error: Gone) -> Sequence[tuple[str, str]] | None:
        """Return the age of the last page that was right, to be shown while the database does not answer."""
        age = time.monotonic() - page.sure_at
        if isinstance(error, Broken) or age > settings.STALE_MINUTES * 60:
            return None
        self._database.tell(error)
        return [("Age", str(int(age)))]

    def _give(
        self,
        key: Key,
        page: Page,
        environ: WSGIEnvironment,
        start_response: StartResponse,
        more: Sequence[tuple[str, str]] = (),
    ) -> list[bytes]:
        """Answer with the page, and weigh it again if that made another variant of it."""
        known = len(page.variants)
        given = page.answer(environ, start_response, more)
        if len(page.variants) != known and self.shelf.get(key) is page:
            self.shelf.put(key, page)
        return given

    def _board(self, key: Key) -> tuple[Flight, bool]:
        """Return the making of the page that is under way, or a new one, which who asks leads."""
        with self._lock:
            flight = self._flights.get(key)
            if flight is not None:
                return flight, False
            flight = self._flights[key] = Flight(time.monotonic())
            return flight, True

    def _lead(
        self, flight: Flight, wanted: Asked, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Make the page for all who wait for it, and keep it if it may be kept."""
        key, _metered = wanted
        try:
            answer, flight.page = self._made(wanted, environ)
            if flight.page:
                self.shelf.put(key, flight.page)
        except Gone as error:
            # Past its time by the clock, and nothing to make another of.
            old = self.shelf.get(key)
            more = self._outlived(old, error) if old else None
            if old and more:
                return old.answer(environ, start_response, more)
            return self._paper(environ, start_response)
        finally:
            with self._lock:
                del self._flights[key]
            flight.ended.set()
        if flight.page:
            return self._give(key, flight.page, environ, start_response)
        return answer.give(environ, start_response)

    def _made(self, wanted: Asked, environ: WSGIEnvironment) -> tuple[Answer, Page | None]:
        """Return what Django answers to the plain request, and the page to keep of it. Raises Gone."""
        # Before anything is read: what changes from now on makes another page.
        mark, now, began = self._database.ask(lambda reader: reader.now()), timezone.now(), time.monotonic()
        start = Start()
        with rendering.heard() as heard:
            pieces = self._paper(plain(wanted, environ), start)
            try:
                answer = Answer(start.status, start.headers, b"".join(pieces))
                until = self._until(answer, heard, now)
            finally:
                # That ends the request: Django lets go of the database.
                getattr(pieces, "close", bool)()
        if until is None:
            return answer, None
        mark.things = (EVERYTHING, *sorted(heard.articles))
        return answer, Page(answer.body, answer.headers, mark, until.timestamp(), began, heard.is_metered)

    def _until(self, answer: Answer, heard: Rendering, now: datetime) -> datetime | None:
        """Return until when the answer may be kept: the next moment at which the clock changes it. None for never."""
        names = {name.lower() for name, _value in answer.headers}
        is_whole = answer.status.startswith(str(HTTPStatus.OK.value))
        if not (is_whole and heard.is_shared) or names & {"set-cookie", "content-encoding"}:
            return None
        if not self.shelf.takes(answer.body):
            return None
        try:
            coming = Article.objects.next_publication(now)
        except DatabaseError:
            return None
        return min(filter(None, (now + KEPT_AT_MOST, coming, heard.until)))


def _refuse(_piece: bytes) -> None:
    """Stand for the server's own `write`, which Django never asks for."""
    raise RuntimeError("an answer is given back, not written")
