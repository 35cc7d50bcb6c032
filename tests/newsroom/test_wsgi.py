"""Static files and media over WSGI: right types, caching, and nothing uploaded that could run."""

import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment
from wsgiref.util import FileWrapper, setup_testing_defaults

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from articles.models import Picture
from articles.models.picture import FORMATS
from newsroom import files

PAPER = b"the paper"
SECRET = "the secret key"

type Get = Callable[..., "Answer"]


@dataclass
class Answer:
    """What came back."""

    status: str
    headers: dict[str, str]
    pieces: list[bytes]

    @property
    def body(self) -> bytes:
        return b"".join(self.pieces)


def paper(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/html")])
    return [PAPER]


@pytest.fixture
def get(tmp_path: Path) -> Get:
    """Return what asks a site whose static files and media lie in two folders, beside a secret."""
    (tmp_path / "secret-key").write_text(SECRET)
    (tmp_path / "static" / "css").mkdir(parents=True)
    (tmp_path / "media" / "pictures").mkdir(parents=True)
    for name in ("css/paper.css", "css/paper.0123456789ab.css", "app.js", "font.woff2", "favicon.svg"):
        (tmp_path / "static" / name).write_text(name)
    (tmp_path / "static" / "app.js.gz").write_bytes(b"gz")
    application = files.media(files.static(paper, tmp_path / "static", "static/"), tmp_path / "media", "media/")

    def ask(path: str, method: str = "GET", **headers: str) -> Answer:
        environ: WSGIEnvironment = {"REQUEST_METHOD": method, "PATH_INFO": path, **headers}
        setup_testing_defaults(environ)
        started: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], *_: Any) -> Callable[[bytes], object]:
            started.extend((status, headers))
            return started.append

        body = application(environ, start)
        pieces = list(body)
        if isinstance(body, FileWrapper):
            body.close()
        return Answer(started[0], dict(started[1]), pieces)

    return ask


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/static/css/paper.css", "text/css"),
        ("/static/app.js", "text/javascript"),
        ("/static/font.woff2", "font/woff2"),
        ("/static/favicon.svg", "image/svg+xml"),
    ],
)
def test_a_static_file_has_its_type_and_no_browser_guesses_another(get: Get, path: str, kind: str) -> None:
    answer = get(path)

    assert answer.headers["Content-Type"].startswith(kind)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_only_a_name_made_of_the_content_is_kept_for_ever(get: Get) -> None:
    assert "immutable" in get("/static/css/paper.0123456789ab.css").headers["Cache-Control"]
    assert "immutable" not in get("/static/css/paper.css").headers["Cache-Control"]


def test_a_compressed_static_file_is_sent_to_who_takes_it(get: Get) -> None:
    assert get("/static/app.js", HTTP_ACCEPT_ENCODING="gzip").headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in get("/static/app.js").headers


@pytest.mark.parametrize("suffix", sorted(f".{name}" for name in FORMATS))
def test_every_format_of_pictures_is_shown_as_a_picture(get: Get, tmp_path: Path, suffix: str) -> None:
    (tmp_path / "media" / f"a{suffix}").write_bytes(b"picture")

    answer = get(f"/media/a{suffix}")

    assert answer.headers["Content-Type"].startswith("image/")
    assert "Content-Disposition" not in answer.headers
    assert "max-age=2592000" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.HTML", "a.xml", "a.js", "a.pdf", "a", "a.jpg.html", "a.xhtml"])
def test_whatever_else_lies_in_media_is_handed_over_as_bytes(get: Get, tmp_path: Path, name: str) -> None:
    (tmp_path / "media" / name).write_text("<script>alert(1)</script>")

    headers = get(f"/media/{name}").headers

    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"] == "attachment"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.gif", "a.jpg.html", "a"])
def test_no_other_format_becomes_a_picture_of_the_paper(name: str) -> None:
    field = Picture._meta.get_field("image")

    with pytest.raises(ValidationError):
        field.run_validators(ContentFile(b"<svg/>", name=name))


@pytest.mark.parametrize(
    "path",
    [
        "/media/../secret-key",
        "/media/pictures/../../secret-key",
        "/media/./../secret-key",
        "/media//secret-key",
        "/media/..\\secret-key",
        "/media/a\x00.jpg",
        "/media/pictures",
        "/media/pictures/",
        "/media/",
        "/media/" + "a" * 5000,
        "/static/../secret-key",
        "/static/",
    ],
)
def test_nothing_outside_the_folders_is_given_away(get: Get, path: str) -> None:
    assert get(path).body == PAPER


def test_an_absolute_path_leads_nowhere(get: Get, tmp_path: Path) -> None:
    assert get(f"/media/{tmp_path / 'secret-key'}").body == PAPER


def test_a_file_that_has_not_changed_is_not_sent_again(get: Get, tmp_path: Path) -> None:
    (tmp_path / "media" / "a.jpg").write_bytes(b"picture")
    first = get("/media/a.jpg")

    again = get("/media/a.jpg", HTTP_IF_NONE_MATCH=first.headers["ETag"])

    assert (again.status, again.body) == ("304 Not Modified", b"")


def test_part_of_a_file_can_be_asked_for(get: Get, tmp_path: Path) -> None:
    (tmp_path / "media" / "a.jpg").write_bytes(b"0123456789")

    answer = get("/media/a.jpg", HTTP_RANGE="bytes=2-4")

    assert (answer.status, answer.body) == ("206 Partial Content", b"234")


def test_files_are_only_read(get: Get) -> None:
    assert get("/static/app.js", method="POST").status.startswith("405")
    assert get("/static/app.js", method="HEAD").body == b""


def test_a_file_waits_whole_for_a_slow_reader_and_a_big_one_goes_in_pieces(
    get: Get, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = b"0123456789" * 10_000
    (tmp_path / "media" / "a.jpg").write_bytes(picture)

    assert get("/media/a.jpg").pieces == [picture]

    monkeypatch.setattr(files, "WHOLE_MAX_BYTES", len(picture) - 1)
    in_pieces = get("/media/a.jpg")
    assert len(in_pieces.pieces) > 1
    assert in_pieces.body == picture


def test_the_application_starts_where_no_static_file_was_collected(tmp_path: Path) -> None:
    with warnings.catch_warnings(action="error"):
        assert files.static(paper, tmp_path / "missing", "static/") is paper
        assert callable(import_module("newsroom.wsgi").application)
