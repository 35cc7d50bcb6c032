"""The paper's own scorer, asked over HTTP: its number flags or holds, and its silence holds."""

import json
import logging
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import transaction
from pytest_django import Settings

from articles.models import Article
from comments import intake
from comments.checks import scorer
from comments.models import Comment, Status
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.judged import edited, hits_of

DOWN = "http://127.0.0.1:9/"
# As long as the paper waits; who answers here at once may be kept waiting by all else that the machine does.
PATIENCE = scorer.TIMEOUT


class Scorer(ThreadingHTTPServer):
    """A server that answers what the test told it to, and keeps what it was asked."""

    answer: tuple[int, bytes] = (200, b'{"score": 0.1}')

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []
        self.may_answer = Event()
        self.may_answer.set()
        super().__init__(("127.0.0.1", 0), Handler)


class Handler(BaseHTTPRequestHandler):
    """Answers for the scorer."""

    server: Scorer

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, json.loads(sent)))
        self.server.may_answer.wait()
        status, body = self.server.answer
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (BrokenPipeError, ConnectionResetError):
            # Who asked waited no longer.
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scorer]:
    """A scorer that the paper asks, and waits for."""
    monkeypatch.setattr(scorer, "TIMEOUT", 60)
    with Scorer() as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        settings.SCORER_URL = f"http://127.0.0.1:{server.server_port}/score?model=1"
        yield server
        server.shutdown()


def found(comment: Comment) -> list[dict[str, Any]]:
    return [hit for hit in hits_of(comment) if hit["check"] == "scorer"]


@pytest.mark.parametrize(
    ("score", "status", "verdict"),
    [
        ("0", Status.PUBLISHED, None),
        ("0.69", Status.PUBLISHED, None),
        ("0.7", Status.PUBLISHED, "flag"),
        ("0.89", Status.PUBLISHED, "flag"),
        ("0.9", Status.PENDING, "hold"),
        ("1", Status.PENDING, "hold"),
    ],
)
def test_a_score_flags_or_holds(
    server: Scorer, free_article: Article, alice: User, score: str, status: str, verdict: str | None
) -> None:
    server.answer = (200, f'{{"score": {score}}}'.encode())

    made = factories.comment(free_article, alice, "  Enfin !\r\n\U0001f389 ")

    assert (made.status, made.flagged) == (status, verdict == "flag")
    assert found(made) == ([{"check": "scorer", "verdict": verdict, "score": float(score)}] if verdict else [])
    assert server.asked == [("/score?model=1", {"text": "  Enfin !\n\U0001f389", "language": "fr"})]


@pytest.mark.parametrize(
    "answer",
    [
        (500, b'{"score": 0.1}'),
        (302, b'{"score": 0.1}'),
        (200, b""),
        (200, b"pas du JSON"),
        (200, b"[0.1]"),
        (200, b'{"score": null}'),
        (200, b'{"score": "0.1"}'),
        (200, b'{"score": true}'),
        (200, b'{"score": NaN}'),
        (200, b'{"score": 1.01}'),
        (200, b'{"score": -0.01}'),
        (200, b'{"score": 0.1' + b" " * 20_000 + b"}"),
        (200, b"\xff\xfe"),
    ],
    ids=lambda answer: f"{answer[0]} {answer[1][:20]!r}",
)
def test_no_sound_answer_holds(server: Scorer, free_article: Article, alice: User, answer: tuple[int, bytes]) -> None:
    server.answer = answer

    made = factories.comment(free_article, alice, "Enfin !")

    assert made.status == Status.PENDING
    assert found(made) == [{"check": "scorer", "verdict": "hold", "failed": True}]


def test_a_slow_scorer_is_not_waited_for(
    server: Scorer, free_article: Article, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scorer, "TIMEOUT", PATIENCE)
    server.may_answer.clear()

    made = factories.comment(free_article, alice, "Enfin !")

    server.may_answer.set()
    assert (made.status, found(made)[0]["failed"]) == (Status.PENDING, True)


@pytest.mark.parametrize("address", [DOWN, "http://", "gopher://127.0.0.1/", "http://127.0.0.1:99999/", "rien"])
def test_a_scorer_that_is_not_there_holds(settings: Settings, free_article: Article, alice: User, address: str) -> None:
    settings.SCORER_URL = address

    assert factories.comment(free_article, alice, "Enfin !").status == Status.PENDING


def test_an_edit_is_scored_too(server: Scorer, free_article: Article, alice: User) -> None:
    made = factories.comment(free_article, alice, "Enfin !")
    server.answer = (200, b'{"score": 0.95}')

    assert edited(made, "Enfin, donc.").status == Status.PENDING


@pytest.mark.django_db(transaction=True)
def test_it_is_asked_before_any_lock_is_taken(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, free_article: Article, alice: User
) -> None:
    settings.SCORER_URL = DOWN
    within: list[bool] = []
    ask = scorer.ask

    def noted(body: str, language: str) -> Any:
        within.append(transaction.get_connection().in_atomic_block)
        return ask(body, language)

    monkeypatch.setattr(scorer, "ask", noted)
    factories.comment(free_article, alice, "Enfin !")

    assert within == [False]


def test_who_may_not_react_is_not_scored(server: Scorer, free_article: Article, chloe: User) -> None:
    with pytest.raises(intake.NotAllowed):
        factories.comment(free_article, chloe, "Enfin !")

    assert server.asked == []


@pytest.mark.parametrize(
    ("address", "warned"),
    [("", False), ("http://127.0.0.1:9000/", False), ("https://notes.journal.example/v1", False), ("rien", True),
     ("ftp://a.example", True), ("http://", True), ("http://a:99999/", True)],
)  # fmt: skip
def test_an_address_that_cannot_be_asked_is_told(db: None, settings: Settings, address: str, warned: bool) -> None:
    settings.SCORER_URL = address

    assert ("newsroom.W010" in {message.id for message in run_checks()}) == warned


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Keep the log of what fails out of the tests' own."""
    with caplog.at_level(logging.CRITICAL):
        yield
