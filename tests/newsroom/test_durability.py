"""Whatever the server acknowledged is there after it was killed at one stroke, as a power cut does."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Event

import pytest

from tests.newsroom.writing import WRITERS, Writer, discussed, found, members
from tests.running import RunningSite, wait_until

# Each may send a few before they are told to slow down.
ENOUGH = 30
SOUND = """
from django.db import connection
with connection.cursor() as cursor:
    if connection.vendor == "sqlite":
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchall() == [("ok",)]
"""


@pytest.fixture
def site(untouched_demonstration: RunningSite) -> Iterator[RunningSite]:
    """The demonstration, served."""
    site = untouched_demonstration.beside()
    site.serve()
    yield site
    site.kill()


def test_no_acknowledged_comment_is_lost_when_the_server_is_killed(site: RunningSite) -> None:
    article = discussed(site)
    writers = [
        Writer(lambda: HTTPConnection("127.0.0.1", site.port, timeout=20), one, site.password) for one in members()
    ]
    stop = Event()
    with ThreadPoolExecutor(WRITERS) as pool:
        ended = [pool.submit(writer.write, article, stop) for writer in writers]
        wait_until(lambda: sum(len(writer.acknowledged) for writer in writers) >= ENOUGH, 60)
        site.kill()
        stop.set()
    for one in ended:
        one.result()
    acknowledged = {body for writer in writers for body in writer.acknowledged}

    site.serve()

    assert acknowledged <= set(found(site))
    site.manage("shell", "--no-imports", "-c", SOUND)
    # Who heard nothing sends again: the text stands once, whether or not it came in before.
    for writer in writers:
        if writer.unanswered:
            writer.send_again(article)
    assert sorted(found(site)) == sorted({body for writer in writers for body in writer.acknowledged})
