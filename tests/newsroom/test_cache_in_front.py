"""A cache in front: ten thousand mixed requests through a real nginx, and no reader is given another's page."""

import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from tests.newsroom import in_front, nginx
from tests.newsroom.in_front import NAMES, Asked, Cast
from tests.newsroom.nginx import Front
from tests.running import RunningSite

pytestmark = [pytest.mark.once, pytest.mark.nginx]

REQUESTS = 10_000
READERS_AT_ONCE = 4
SECRET = re.compile(r"csrftoken=(\w+)")
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
# An answer of nginx's own cache, however old.
KEPT = {"HIT", "STALE", "UPDATING", "REVALIDATED"}


@dataclass
class Notes:
    """What one connection saw."""

    wrong: list[str] = field(default_factory=list)
    tokens: list[bytes] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)


@pytest.fixture(scope="module")
def site(demonstration: RunningSite) -> Iterator[RunningSite]:
    """The demonstration, served."""
    nginx.program()
    site = demonstration.beside()
    site.serve("--workers", "2", "--no-worker")
    yield site
    site.kill()


@pytest.fixture(scope="module")
def cast(site: RunningSite) -> Cast:
    return Cast.of(site)


def send(connection: HTTPConnection, asked: Asked) -> tuple[HTTPResponse, bytes]:
    """Ask over a connection that is kept, as a browser or another proxy keeps it."""
    connection.request(asked.method, asked.path, headers=asked.headers)
    answer = connection.getresponse()
    return answer, answer.read()


def opened(front: Front, cast: Cast) -> dict[str, str]:
    """Open a metered article as somebody signed out does; return its path and the cookie."""
    article = cast.walled("metered")[0]
    with closing(HTTPConnection("127.0.0.1", front.port)) as connection:
        answer, _body = send(connection, Asked("clicks", f"{article['path']}/meter", "POST"))
    cookie = answer.headers["Set-Cookie"].partition(";")[0].removeprefix("meter=")
    return {"path": article["path"], "cookie": cookie}


def wrong_with(asked: Asked, answer: HTTPResponse, body: bytes, cast: Cast) -> Iterator[str]:
    """Give, in words, what this reader must not have been given."""
    text = body.decode("utf-8", "replace")
    was_kept = answer.headers["X-Cache-Status"] in KEPT
    path = asked.path.partition("?")[0]
    own = {one["rest"] for one in cast.articles if asked.whole and one["path"] == path}
    others_own = {one["rest"] for one in cast.articles} - own
    if others := [name for name in NAMES if name in text and name != asked.who]:
        yield f"the name of {others}"
    if asked.who not in NAMES and asked.who != "signs in" and TOKEN.search(body):
        yield "a form's token"
    if any(rest in text for rest in others_own):
        yield "the whole article"
    if answer.status == 200 and not all(rest in text for rest in own):
        yield "the wall, instead of the whole article"
    if asked.who in NAMES and answer.status == 200 and asked.who not in text:
        yield "a page without their name"
    if answer.headers["Set-Cookie"] and (was_kept or not asked.gets_cookie):
        yield f"a cookie: {answer.headers['Set-Cookie']}"
    if was_kept and not asked.shared:
        yield f"a kept page ({answer.headers['X-Cache-Status']})"
    if answer.status >= 400:
        yield f"an error ({answer.status})"


def read(front: Front, cast: Cast, several: list[Asked]) -> Notes:
    """Send the requests over one connection; return what was seen."""
    notes = Notes()
    with closing(HTTPConnection("127.0.0.1", front.port, timeout=120)) as connection:
        for asked in several:
            answer, body = send(connection, asked)
            notes.wrong += [f"{asked}: {one}" for one in wrong_with(asked, answer, body, cast)]
            notes.tokens += TOKEN.findall(body)[:1]
            notes.cookies += SECRET.findall(answer.headers["Set-Cookie"] or "")
            if asked.who == "signed out":
                notes.statuses[answer.headers["X-Cache-Status"]] += 1
    return notes


def walk(front: Front, cast: Cast, number: int) -> Notes:
    """Let some readers at once send the requests; return all that they saw."""
    several = in_front.mixed(cast, opened(front, cast), number)
    with ThreadPoolExecutor(READERS_AT_ONCE) as pool:
        shares = [several[start::READERS_AT_ONCE] for start in range(READERS_AT_ONCE)]
        all_notes = list(pool.map(lambda share: read(front, cast, share), shares))
    seen = Notes()
    for notes in all_notes:
        seen.wrong += notes.wrong
        seen.tokens += notes.tokens
        seen.cookies += notes.cookies
        seen.statuses += notes.statuses
    return seen


def test_no_reader_is_given_the_page_of_another(site: RunningSite, cast: Cast, tmp_path: Path) -> None:
    with Front(site, tmp_path / "nginx") as front:
        seen = walk(front, cast, REQUESTS)

    assert seen.wrong == []
    # Masked anew for each page, a token that was seen twice was somebody else's.
    assert len(seen.tokens) == len(set(seen.tokens)) > 0
    assert len(seen.cookies) == len(set(seen.cookies)) > 0
    assert sum(seen.statuses[word] for word in KEPT) > sum(seen.statuses.values()) / 2, seen.statuses


def test_a_cache_that_does_not_listen_is_seen(site: RunningSite, cast: Cast, tmp_path: Path) -> None:
    with Front(site, tmp_path / "nginx", nginx.DEAF) as front:
        seen = read(front, cast, in_front.one_of_each(cast, opened(front, cast)))

    told = "\n".join(seen.wrong)
    for words in ("the name of", "a form's token", "the whole article", "a cookie: ", "a kept page"):
        assert words in told
