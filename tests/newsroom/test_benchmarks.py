"""The benchmark keeps running; what it measures is read by people, and no test depends on the time."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from pathlib import Path
from threading import Thread

import pytest
from django.db import connections, transaction

from articles.audio.voices import Choice
from tests.benchmarks import filling, load, measuring, serving, voices
from tests.benchmarks.load import Answered, Asked
from tests.benchmarks.measuring import Paper
from tests.running import RunningSite

# One of the pages, whose line of the table is written.
TIMED = "archive, deep"


def measured(rows: int) -> Paper:
    """Fill the database, count on each page as the benchmark does, time one, and empty it again."""
    with transaction.atomic():
        filling.fill(rows)
        paper = Paper(connections["default"], measuring.signed_in(), measuring.addresses())
        for page in paper.addresses:
            paper.count(page)
        paper.open(TIMED)
        transaction.set_rollback(True)
    return paper


@pytest.mark.django_db
def test_the_pages_of_the_desk_take_as_many_queries_with_more_comments() -> None:
    few, many = measured(500), measured(1000)

    assert few.queries == many.queries
    assert TIMED in measuring.line(TIMED, few, many)


def test_the_voices_are_measured_and_what_is_not_there_says_so() -> None:
    lines = list(voices.run([Choice("pico"), Choice("piper", file="/nowhere/fr_FR-x.onnx")], "fr", 3))

    assert "s/s speaking" in lines[0]
    assert "not measured" in lines[1]


class Counting(BaseHTTPRequestHandler):
    """Answers what it was asked, and « no » where that is asked for."""

    protocol_version = "HTTP/1.1"
    seen: list[str]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append(body.decode())
        self.send_response(409 if body == b"no" else 201)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for part in (b"2\r\nok\r\n", b"0\r\n\r\n"):
            self.wfile.write(part)
            self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def counting() -> Iterator[str]:
    """A server that remembers what was sent to it."""
    Counting.seen = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Counting) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_each_request_is_sent_once_and_what_was_refused_is_counted(counting: str) -> None:
    forms = [Asked(counting, form=f"n={number}") for number in range(50)] + [Asked(counting, form="no")] * 3
    answered = load.send(iter(forms), counting, seconds=60)

    assert (answered.count, answered.failed) == (53, 3)
    assert sorted(Counting.seen) == sorted(one.form for one in forms)


def test_an_answer_in_parts_is_one_answer(counting: str) -> None:
    answered = load.send(iter([Asked(counting)] * 100), counting, seconds=60)

    assert (answered.count, answered.failed) == (100, 0)


def test_the_load_ends_with_its_time_and_waits_for_the_answers_it_is_owed(counting: str) -> None:
    answered = load.send(cycle([Asked(counting, form="n=1")]), counting, seconds=0.2)

    assert answered.count == len(Counting.seen) > 0
    assert answered.failed == 0


def test_the_table_says_each_figure_as_a_part_of_fixed_bytes(tmp_path: Path) -> None:
    paper = serving.Paper(1000, RunningSite(tmp_path), {}, [])
    ours = (serving.SIGNED_OUT, serving.SIGNED_IN, serving.THOUSAND, serving.THIRTY, serving.LONGEST, serving.POSTING)
    rates = dict.fromkeys(ours, (50, 40, 60)) | dict.fromkeys((serving.BAREST, serving.BAREST_POSTING), (100,))
    for what, figures in (rates | {serving.FIXED: (200,)}).items():
        for figure in figures:
            paper.note(what, Answered(figure, 1.0, int(what == serving.POSTING), 100))
    lines = list(serving.table([paper]))

    assert lines[0].split() == ["article,", "signed", "out", "50/s", "40–60", "25.00", "%"]
    assert "3 failed" in "\n".join(lines)
    assert f"  {serving.SIGNED_OUT}: 3.6 times Wagtail’s" in lines


def test_pages_that_were_not_asked_for_are_no_lines_of_the_table(tmp_path: Path) -> None:
    paper = serving.Paper(1000, RunningSite(tmp_path), {}, [])
    for what in (serving.FIXED, serving.BAREST, serving.SIGNED_IN):
        paper.note(what, Answered(100, 1.0, 0, 100))

    lines = list(serving.table([paper]))

    assert [line for line in lines if "Wagtail" in line] == [f"  {serving.SIGNED_IN}: 8.3 times Wagtail’s"]
    assert not any(serving.POSTING in line or "longest" in line for line in lines)
