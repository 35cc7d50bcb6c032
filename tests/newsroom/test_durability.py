"""Whatever the server acknowledged is there after it was killed at one stroke, as a power cut does."""

import http.client
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from threading import Event
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from newsroom.demo_edition import FOLDER, STARTED_FROM
from tests.running import RunningSite, wait_until

WRITERS = 15
# Each may send a few before they are told to slow down.
ENOUGH = 30
FOUND = """
import json
from comments.models import Comment
print(json.dumps(list(Comment.objects.filter(body__startswith="N°").values_list("body", flat=True))))
"""
ARTICLE = f"from articles.models import Article; print(Article.objects.get(uri={STARTED_FROM!r}).pk)"
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


class Writer:
    """A subscriber who comments without a pause. Keeps what was acknowledged, and the last text that was not."""

    def __init__(self, site: RunningSite, address: str) -> None:
        self.site = site
        self.cookies: dict[str, str] = {}
        self.acknowledged: list[str] = []
        self.unanswered: dict[str, str] | None = None
        self._ask("GET", "/accounts/login/")
        assert self._ask("POST", "/accounts/login/", {"login": address, "password": site.password}) == 302

    def write(self, article: int, stop: Event) -> None:
        """Post until told to stop, or until the server is gone."""
        while not stop.is_set():
            self.unanswered = {"body": f"N° {uuid4()}", "key": str(uuid4())}
            try:
                self.send_again(article)
            except (OSError, http.client.HTTPException):
                return
            if self.unanswered:
                return

    def send_again(self, article: int) -> None:
        """Send the text that has no answer yet; keep it when it is acknowledged."""
        assert self.unanswered
        status = self._ask("POST", f"/discussions/{article}/", self.unanswered)
        if status == 429:
            return
        assert status == 303, status
        self.acknowledged.append(self.unanswered["body"])
        self.unanswered = None

    def _ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=20)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = urlencode({**fields, "csrfmiddlewaretoken": self.cookies["csrftoken"]}) if fields else None
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
        finally:
            connection.close()
        for header in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: one.value for name, one in SimpleCookie(header).items()}
        return answer.status


def test_no_acknowledged_comment_is_lost_when_the_server_is_killed(site: RunningSite) -> None:
    members = json.loads((FOLDER / "discussion.json").read_text(encoding="utf-8"))["members"]
    article = int(site.manage("shell", "--no-imports", "-c", ARTICLE).stdout)
    writers = [Writer(site, member["email"]) for member in members[:WRITERS]]
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

    found = json.loads(site.manage("shell", "--no-imports", "-c", FOUND).stdout)
    assert acknowledged <= set(found)
    site.manage("shell", "--no-imports", "-c", SOUND)
    # Who heard nothing sends again: the text stands once, whether or not it came in before.
    for writer in writers:
        if writer.unanswered:
            writer.send_again(article)
    found = json.loads(site.manage("shell", "--no-imports", "-c", FOUND).stdout)
    assert sorted(found) == sorted({body for writer in writers for body in writer.acknowledged})
