"""Stretches of a file, as a table of what is asked (RFC 9110, 14)."""

import io

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from newsroom.lib import byte_ranges

CONTENT = bytes(range(100))


def ask(method: str = "get", content: bytes = CONTENT, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    """Return the status, the body and the headers of the answer."""
    request = getattr(RequestFactory(), method)("/", headers={name.replace("_", "-"): v for name, v in headers.items()})
    answer = byte_ranges.answer(request, io.BytesIO(content), len(content), '"one"', "audio/mpeg")
    if isinstance(answer, StreamingHttpResponse):
        return answer.status_code, b"".join(answer), dict(answer.headers)
    assert isinstance(answer, HttpResponse)
    return answer.status_code, answer.content, dict(answer.headers)


@pytest.mark.parametrize(
    ("asked", "status", "span"),
    [
        ("bytes=0-1", 206, (0, 2)),
        ("bytes=0-", 206, (0, 100)),
        ("bytes=10-19", 206, (10, 20)),
        ("BYTES=99-99", 206, (99, 100)),
        ("bytes=90-1000", 206, (90, 100)),
        ("bytes=-10", 206, (90, 100)),
        ("bytes=-1000", 206, (0, 100)),
        ("bytes=100-", 416, (0, 0)),
        ("bytes=100-200", 416, (0, 0)),
        ("bytes=-0", 416, (0, 0)),
        # What cannot be read is nothing asked, and so are several stretches.
        ("bytes=20-10", 200, (0, 100)),
        ("bytes=0-1,5-6", 200, (0, 100)),
        ("bytes=a-b", 200, (0, 100)),
        ("lines=0-1", 200, (0, 100)),
        ("bytes=-", 200, (0, 100)),
        (f"bytes={'9' * 400}-", 200, (0, 100)),
        ("", 200, (0, 100)),
    ],
)
def test_a_stretch_is_given_as_it_is_asked_for(asked: str, status: int, span: tuple[int, int]) -> None:
    code, body, headers = ask(Range=asked)
    start, end = span

    assert (code, body) == (status, CONTENT[start:end])
    given = {206: f"bytes {start}-{end - 1}/100", 416: "bytes */100"}
    assert headers.get("Content-Range") == given.get(status)
    if status != 416:
        assert (headers["Content-Length"], headers["Accept-Ranges"]) == (str(end - start), "bytes")


def test_the_stretch_of_another_file_is_not_given() -> None:
    assert ask(Range="bytes=5-9", If_Range='"one"')[0] == 206
    assert ask(Range="bytes=5-9", If_Range='"other"')[:2] == (200, CONTENT)
    assert ask(Range="bytes=5-9", If_Range='W/"one"')[0] == 200
    assert ask(Range="bytes=5-9", If_Range="Wed, 21 Oct 2015 07:28:00 GMT")[0] == 200


def test_a_look_at_the_head_has_no_body_and_the_whole_length() -> None:
    code, body, headers = ask("head", Range="bytes=5-9")

    assert (code, body, headers["Content-Length"]) == (200, b"", "100")


def test_a_big_file_comes_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(byte_ranges, "WHOLE_MAX_BYTES", 10)
    monkeypatch.setattr(byte_ranges, "A_PIECE", 7)

    assert ask(Range="bytes=5-59")[:2] == (206, CONTENT[5:60])
    assert ask()[:2] == (200, CONTENT)
