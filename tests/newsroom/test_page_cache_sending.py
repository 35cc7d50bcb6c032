"""How a finished page is sent: as the reader takes it, or not at all to who has it as it is."""

import gzip

import brotli
import pytest
import zstandard

from articles.models import Article
from tests.newsroom.cached import Answer, Site

DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress, "zstd": zstandard.decompress}


@pytest.fixture
def site(transactional_db: None) -> Site:
    """The paper behind a page cache."""
    return Site()


def decoded(answer: Answer) -> bytes:
    """Return the page as it was before it was compressed."""
    encoding = answer.headers.get("Content-Encoding")
    return DECODERS[encoding](answer.body) if encoding else answer.body


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", None),
        ("gzip, deflate", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("zstd, gzip", "zstd"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("*", "br"),
        ("identity", None),
        ("identity, gzip;q=0.5", None),
        ("gzip;q=nonsense", None),
        ("deflate", None),
    ],
)
def test_it_is_sent_as_the_reader_takes_it(
    site: Site, free_article: Article, accepted: str, encoding: str | None
) -> None:
    plain, answer = site.get("/"), site.get("/", accept_encoding=accepted)

    assert answer.headers.get("Content-Encoding") == encoding
    assert decoded(answer) == plain.body
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert (answer.headers["ETag"] == plain.headers["ETag"]) == (encoding is None)


def test_who_has_it_as_it_is_is_told_so(site: Site, free_article: Article) -> None:
    for accepted in ("", "br"):
        tag = site.get("/", accept_encoding=accepted).headers["ETag"]
        for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            answer = site.get("/", accept_encoding=accepted, if_none_match=known)
            assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", tag)
            assert {"Cache-Control", "Vary"} <= answer.headers.keys()
            assert "Content-Length" not in answer.headers
    assert site.get("/", accept_encoding="gzip", if_none_match=tag).status == 200
    assert site.made == ["/"]


def test_the_first_to_ask_may_have_it_as_it_is_too(site: Site, free_article: Article) -> None:
    tag = site.get("/").headers["ETag"]

    assert Site().get("/", if_none_match=tag).status == 304


def test_a_feed_knows_when_it_changed(site: Site, free_article: Article) -> None:
    feed = site.get("/feed/")

    assert site.get("/feed/", if_modified_since=feed.headers["Last-Modified"]).status == 304
    assert site.get("/feed/", if_modified_since="Sat, 01 Jan 2000 00:00:00 GMT").status == 200
    assert site.get("/feed/", if_modified_since=feed.headers["Last-Modified"], if_none_match='"other"').status == 200


def test_only_the_head_is_sent_to_who_asks_for_it_alone(site: Site, free_article: Article) -> None:
    head, whole = site.get("/", "HEAD"), site.get("/")

    assert site.made == ["/"]
    assert head.body == b""
    assert head.headers == whole.headers
