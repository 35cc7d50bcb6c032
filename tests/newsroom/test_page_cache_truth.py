"""Whatever is written, by whomever, each page of each worker of each machine is at once what it would be uncached."""

import os
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from tests import originals
from tests.newsroom.paper_writer import STORM
from tests.running import RunningSite

SEED = int(os.environ.get("NEWSROOM_TEST_SEED") or random.randrange(1_000_000))  # noqa: S311 - said when it fails
DEEDS = int(os.environ.get("NEWSROOM_TEST_DEEDS") or 40)
PAGES_A_DEED = 4
STORM_READS = 150
LINK = re.compile(r'href="(/[^"#?]*)')
# Asked for again and again: where most of what is written shows.
PLACES = ("/", "/corrections/", "/charter/", "/feed/", "/sitemap-news.xml", "/archive/")


@dataclass
class Paper:
    """Two machines with three workers that keep pages, one that keeps none, and who writes."""

    machines: list[RunningSite]
    plain: RunningSite
    writer: "subprocess.Popen[str]"

    def write(self, what: str = "do") -> str:
        """Have something written; return what, once it is committed."""
        assert self.writer.stdin
        assert self.writer.stdout
        self.writer.stdin.write(f"{what}\n")
        self.writer.stdin.flush()
        said = self.writer.stdout.readline()
        assert said, "who writes is gone"
        return said.split()[0]


def get(site: RunningSite, path: str) -> tuple[int, bytes]:
    """Ask for a page over a connection of its own, which any worker may take."""
    parts = urlsplit(site.address)
    connection = HTTPConnection(parts.hostname or "", site.port, timeout=30)
    try:
        # One name for all, so that they say the same.
        connection.request("GET", path, headers={"Host": "localhost"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@contextmanager
def served(demonstration: RunningSite) -> Iterator[Paper]:
    """Serve the demonstration in all these ways."""
    address = {"NEWSROOM_ADDRESS": "http://localhost"}
    machines = [demonstration.beside(**address) for _ in range(2)]
    plain = demonstration.beside(**address, NEWSROOM_PAGE_CACHE="0")
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.newsroom.paper_writer", str(SEED)],
        cwd=settings.ROOT,
        env=plain.environ | {"DJANGO_SETTINGS_MODULE": "newsroom.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        machines[0].serve("--workers", "2", "--no-worker")
        machines[1].serve("--workers", "1", "--no-worker")
        plain.serve("--workers", "1", "--no-worker")
        yield Paper(machines, plain, writer)
    finally:
        writer.kill()
        writer.wait()
        for stream in (writer.stdin, writer.stdout):
            if stream:
                stream.close()
        for site in (*machines, plain):
            if site.process:
                site.kill()


@pytest.fixture(scope="module")
def paper(demonstration: RunningSite, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Paper]:
    """A demonstration for this file alone: its tests stand in the order of how much they leave behind."""
    data = tmp_path_factory.mktemp("paper") / "data"
    with originals.demonstration(originals.folder(tmp_path_factory, worker_id), data) as site, served(site) as paper:
        yield paper


def pages(paper: Paper) -> list[str]:
    """Return the pages that readers come to from the front page."""
    found = set(LINK.findall(get(paper.plain, "/")[1].decode()))
    kept = {path for path in found if not path.startswith(("/static/", "/media/", "/accounts/", "/search"))}
    # A form with a token is another each time: it is nobody's but who asks.
    return sorted(path for path in {*kept, *PLACES} if b"csrfmiddlewaretoken" not in get(paper.plain, path)[1])


def wrong(paper: Paper, path: str) -> list[str]:
    """Return which machines show another page than one made now: before they were asked, or after."""
    before = get(paper.plain, path)
    shown = {site.address: [get(site, path) for _ in range(2)] for site in paper.machines}
    after = get(paper.plain, path)
    return [address for address, answers in shown.items() if any(one not in (before, after) for one in answers)]


def test_no_answer_is_older_than_its_question_while_all_ask_and_somebody_writes(paper: Paper) -> None:
    paper.write("count")
    path = next(path for path in pages(paper) if STORM in get(paper.plain, path)[1].decode())
    committed, stop = [int(paper.write("count"))], threading.Event()
    stale: list[tuple[int, int]] = []
    read = [0]

    def reader(site: RunningSite) -> None:
        while not stop.is_set():
            least = committed[0]
            status, body = get(site, path)
            found = re.search(rf"{STORM}\s(\d+)", body.decode())
            assert status == 200
            assert found
            read[0] += 1
            if int(found[1]) < least:
                stale.append((int(found[1]), least))

    readers = [threading.Thread(target=reader, args=(site,)) for site in paper.machines * 3]
    for one in readers:
        one.start()
    # A pause lets some of them find it kept.
    while read[0] < STORM_READS and all(one.is_alive() for one in readers):
        committed[0] = int(paper.write("count"))
        time.sleep(0.05)
    stop.set()
    for one in readers:
        one.join()

    assert stale == []
    assert read[0] >= STORM_READS


def test_every_page_is_at_once_what_it_would_be_uncached(paper: Paper) -> None:
    chance, known = random.Random(SEED), pages(paper)  # noqa: S311 - a test that can be run again
    done: list[str] = []
    for _ in range(DEEDS):
        done.append(paper.write())
        for path in chance.sample(known, PAGES_A_DEED):
            assert wrong(paper, path) == [], f"{path} after {done[-3:]}; NEWSROOM_TEST_SEED={SEED}"
    # Once more all of them, when the clock has done the rest.
    time.sleep(1.2)
    for path in pages(paper):
        assert wrong(paper, path) == [], f"{path} at last, after {done}; NEWSROOM_TEST_SEED={SEED}"


def test_a_change_that_nobody_noted_would_be_seen(paper: Paper) -> None:
    assert wrong(paper, "/") == []

    paper.write("blind")

    # Of two workers, the one that was not asked before keeps nothing, and shows what is true.
    assert paper.machines[1].address in wrong(paper, "/")
