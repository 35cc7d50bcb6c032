"""Subscribers who comment without a pause, over HTTP, and remember what was acknowledged."""

import json
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from threading import Event
from urllib.parse import urlencode
from uuid import uuid4

from newsroom.demo_edition import FOLDER, STARTED_FROM
from tests.running import RunningSite

# So many members of the demonstration write: all but the one whose texts wait, which nobody else would see.
WRITERS = 14
WAITS = "super.promo@exemple.invalid"
FOUND = """
import json
from comments.models import Comment
print(json.dumps(list(Comment.objects.filter(body__startswith="N°").values_list("body", flat=True))))
"""
ARTICLE = f"from articles.models import Article; print(Article.objects.get(uri={STARTED_FROM!r}).pk)"


def members() -> list[str]:
    """Return the e-mail addresses of the demonstration's members."""
    read = json.loads((FOLDER / "discussion.json").read_text(encoding="utf-8"))
    return [member["email"] for member in read["members"] if member["email"] != WAITS][:WRITERS]


def discussed(site: RunningSite) -> int:
    """Return the number of the article that they discuss."""
    return int(site.manage("shell", "--no-imports", "-c", ARTICLE).stdout)


def found(site: RunningSite) -> list[str]:
    """Return what the writers wrote, as it is in the database."""
    texts: list[str] = json.loads(site.manage("shell", "--no-imports", "-c", FOUND).stdout)
    return texts


class Visitor:
    """Somebody with cookies; `connect` gives a connection to the site."""

    def __init__(self, connect: Callable[[], HTTPConnection], **cookies: str) -> None:
        self._connect = connect
        self.cookies = cookies

    def sign_in(self, address: str, password: str) -> None:
        self.ask("GET", "/accounts/login/")
        status, _body = self.ask("POST", "/accounts/login/", {"login": address, "password": password})
        assert status == 302, status

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Ask once; return the status and the page. Raises OSError or HTTPException where no whole answer comes."""
        with closing(self._connect()) as connection:
            headers = {
                "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
                "Content-Type": "application/x-www-form-urlencoded",
                # A form that comes by TLS is asked for the page it was in.
                "Referer": f"https://{connection.host}:{connection.port}/",
            }
            body = urlencode({**fields, "csrfmiddlewaretoken": self.cookies["csrftoken"]}) if fields else None
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            said = answer.read().decode()
        for header in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: one.value for name, one in SimpleCookie(header).items()}
        return answer.status, said


class Writer(Visitor):
    """A subscriber who comments. Keeps what was acknowledged, and the last text that was not."""

    def __init__(self, connect: Callable[[], HTTPConnection], address: str, password: str) -> None:
        super().__init__(connect)
        self.acknowledged: list[str] = []
        self.unanswered: dict[str, str] | None = None
        self.sign_in(address, password)

    def write(self, article: int, stop: Event) -> None:
        """Post until told to stop, to slow down, or until no answer comes."""
        while not stop.is_set():
            self.think()
            try:
                self.send_again(article)
            except (OSError, HTTPException):
                return
            if self.unanswered:
                return

    def think(self) -> None:
        """Have another text to send."""
        self.unanswered = {"body": f"N° {uuid4()}", "key": str(uuid4())}

    def send_again(self, article: int) -> None:
        """Send the text that has no answer yet; keep it when it is acknowledged."""
        assert self.unanswered
        status, _body = self.ask("POST", f"/discussions/{article}/", self.unanswered)
        if status == 429:
            return
        assert status == 303, status
        self.acknowledged.append(self.unanswered["body"])
        self.unanswered = None
