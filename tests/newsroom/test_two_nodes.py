"""Two nodes on one PostgreSQL and one Redis behind nginx, as they are deployed: one is killed, and nothing is lost."""

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event

import pytest

from tests.newsroom import nginx, on_postgresql, redis_server
from tests.newsroom.nginx import HOST, Shipped
from tests.newsroom.redis_server import RedisServer
from tests.newsroom.writing import WRITERS, Visitor, Writer, discussed, found, members
from tests.running import RunningSite, wait_until

pytestmark = [*on_postgresql.ONLY, pytest.mark.nginx, pytest.mark.redis]

# One node is killed after so many comments; each writer may send six before they are told to slow down.
BEFORE, AFTER = 25, 50
PAUSE_SECONDS = 0.3
READERS = 6
# nginx shows who brings no cookie a page that is two seconds old at most; and a slow machine takes its time.
OLD_SECONDS = 10.0
ADDRESS = "from articles.models import Article; print(Article.objects.get(pk={}).get_absolute_url())"
COUNT = re.compile(r"Commentaires \((\d+)\)")


@dataclass
class Nodes:
    """The nodes, and what stands around them."""

    first: RunningSite
    second: RunningSite
    redis: RedisServer
    front: Shipped
    article: int
    page: str

    def straight_to(self, node: RunningSite) -> Callable[[], HTTPConnection]:
        """Return what connects to one node without nginx, as nginx does."""
        return lambda: Proxied("127.0.0.1", node.port, timeout=20)


class Proxied(HTTPConnection):
    """A connection that says what nginx says of the reader's."""

    def putheader(self, header: str | bytes, *values: object) -> None:
        if header == "Host":
            super().putheader("X-Forwarded-Proto", "https")
            super().putheader("X-Forwarded-For", "127.0.0.1")
            values = (HOST,)
        super().putheader(header, *("https://" + HOST + "/" if header == "Referer" else one for one in values))  # type: ignore[arg-type]


@pytest.fixture
def nodes(untouched_demonstration: RunningSite, tmp_path: Path) -> Iterator[Nodes]:
    """Two nodes of the demonstration, served."""
    nginx.program()
    redis_server.program()
    with RedisServer(tmp_path) as redis:
        common = {"REDIS_URL": redis.url, "NEWSROOM_TRUSTED_PROXIES": "1", "NEWSROOM_HOSTS": HOST + " 127.0.0.1"}
        first, second = (untouched_demonstration.beside(**common) for _ in range(2))
        article = discussed(first)
        try:
            for node in (first, second):
                node.serve("--workers", "1", "--no-worker")
            with Shipped(first, tmp_path / "nginx", second) as front:
                page = ADDRESS.format(article)
                nodes = Nodes(
                    first,
                    second,
                    redis,
                    front,
                    article,
                    first.manage("shell", "--no-imports", "-c", page).stdout.strip(),
                )
                yield nodes
        finally:
            for node in (first, second):
                if node.is_running:
                    node.kill()


def counted(said: tuple[int, str]) -> int:
    """Return how many comments a whole page says there are."""
    status, page = said
    assert status == 200, (status, page[:300])
    assert page.rstrip().endswith("</html>")
    number = COUNT.search(page)
    assert number, page[:300]
    return int(number[1])


def test_what_one_node_takes_the_other_shows_at_once(nodes: Nodes) -> None:
    writers = [Writer(nodes.straight_to(nodes.first), one, nodes.first.password) for one in members()[:2]]
    reader = Visitor(nodes.straight_to(nodes.second))
    # Signed in by one node, known to the other, by the copy in Redis and without it.
    signed_in = Visitor(nodes.straight_to(nodes.second), **writers[0].cookies)
    before = counted(reader.ask("GET", nodes.page))

    for number in range(1, 9):
        writer = writers[number % 2]
        writer.unanswered = {"body": f"N° {number} {nodes.page}", "key": f"00000000-0000-4000-8000-00000000000{number}"}
        writer.send_again(nodes.article)
        for visitor in (reader, signed_in):
            assert counted(visitor.ask("GET", nodes.page)) == before + number
    assert signed_in.ask("GET", "/account/")[0] == 200

    # Signed out by one, unknown to the other.
    assert writers[0].ask("POST", "/accounts/logout/", {"any": "thing"})[0] == 302
    assert signed_in.ask("GET", "/account/")[0] == 302


class Persistent(Writer):
    """A subscriber who sends a text again where no answer came, or nginx had none to give."""

    repeated = 0

    def go_on(self, article: int, stop: Event) -> None:
        """Post until told to slow down, or to stop once the last text is in."""
        self.think()
        while self.unanswered:
            try:
                status, _body = self.ask("POST", f"/discussions/{article}/", self.unanswered)
            except (OSError, HTTPException):
                status = 502
            if status == 303:
                self.acknowledged.append(self.unanswered["body"])
                self.unanswered = None
                if not stop.wait(PAUSE_SECONDS):
                    self.think()
            elif status == 429:
                return
            else:
                assert status in (502, 504), status
                self.repeated += 1


def test_one_node_is_killed_under_load_and_nothing_is_lost(nodes: Nodes) -> None:
    writers = [Persistent(nodes.front.connect, one, nodes.first.password) for one in members()]
    member = Visitor(nodes.front.connect, **writers[0].cookies)
    stranger, idler = Visitor(nodes.front.connect, any="cookie"), Visitor(nodes.front.connect)
    base = counted(member.ask("GET", nodes.page))
    known: list[tuple[float, int]] = [(0.0, 0)]

    def read(visitor: Visitor, stop: Event) -> None:
        """Read until told to stop: each page has every comment that was acknowledged before it was asked for."""
        while not stop.wait(PAUSE_SECONDS / 3):
            now, so_far = time.monotonic(), sum(len(writer.acknowledged) for writer in writers)
            least = max(number for at, number in known if at <= now - OLD_SECONDS) if visitor is idler else so_far
            assert counted(visitor.ask("GET", nodes.page)) >= base + least
            known.append((now, so_far))

    done, enough = Event(), Event()
    with ThreadPoolExecutor(WRITERS + READERS) as pool:
        reading = [pool.submit(read, one, done) for one in (member, stranger, idler) * (READERS // 3)]
        writing = [pool.submit(writer.go_on, nodes.article, enough) for writer in writers]
        try:
            wait_until(lambda: sum(len(writer.acknowledged) for writer in writers) >= BEFORE, 60)
            nodes.first.kill()
            wait_until(lambda: sum(len(writer.acknowledged) for writer in writers) >= AFTER, 60)
            enough.set()
            for one in writing:
                one.result(60)
        finally:
            enough.set()
            done.set()
        for one in reading:
            one.result(60)

    # Each once, with those of who had to send again; what the last who was told to slow down has in hand is not there.
    assert sorted(found(nodes.second)) == sorted(body for writer in writers for body in writer.acknowledged)

    # Redis goes too: all still come in, and the node that is back shows all there is.
    nodes.redis.kill()
    assert member.ask("GET", "/account/")[0] == 200
    Writer(nodes.front.connect, members()[1], nodes.first.password)
    nodes.first.serve("--workers", "1", "--no-worker")
    shown = counted(Visitor(nodes.straight_to(nodes.second)).ask("GET", nodes.page))
    assert counted(Visitor(nodes.straight_to(nodes.first)).ask("GET", nodes.page)) == shown
