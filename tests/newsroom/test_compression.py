"""What is made for one reader goes out small too, but for what is made of secrets."""

import gzip
import re
from collections.abc import Iterator
from typing import Any

import brotli
import pytest
import zstandard
from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver

from articles.models import Article
from newsroom.lib import compression
from newsroom.subscribers.models import User
from tests import factories

pytestmark = pytest.mark.once

DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress, "zstd": zstandard.decompress}
BROWSER = "gzip, deflate, br, zstd"
LONG = "Le pont rouvre, et la rue avec lui. " * 100
NGINX = settings.ROOT / "newsroom" / "deploy" / "nginx.conf"
MASKED = re.compile(rb'(csrfmiddlewaretoken"? value="|data-key="|name="key" value=")[^"]+')


def sent(answer: HttpResponseBase, path: str = "/any/", accepted: str = BROWSER) -> HttpResponseBase:
    """Return the answer as it leaves."""
    request = RequestFactory().get(path, headers={"Accept-Encoding": accepted})
    return compression.small(lambda _request: answer)(request)


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        (BROWSER, "zstd"),
        ("gzip, deflate, br", "br"),
        ("gzip, deflate", "gzip"),
        ("gzip;q=1.0, zstd;q=0.5", "gzip"),
        ("identity", None),
        ("", None),
    ],
)
def test_a_page_for_one_reader_is_sent_as_their_browser_takes_it(
    client: Client, free_article: Article, alice: User, accepted: str, encoding: str | None
) -> None:
    factories.let_in(client, alice)
    plain = client.get(free_article.get_absolute_url())

    answer = client.get(free_article.get_absolute_url(), headers={"Accept-Encoding": accepted})

    assert answer.headers.get("Content-Encoding") == encoding
    body = DECODERS[encoding](answer.content) if encoding else answer.content
    assert MASKED.sub(b"", body) == MASKED.sub(b"", plain.content)
    assert answer.headers["Content-Length"] == str(len(answer.content))
    for one in (plain, answer):
        assert "Accept-Encoding" in one.headers["Vary"]


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(lambda: HttpResponse("court"), id="short"),
        pytest.param(lambda: HttpResponse(LONG, content_type="image/png"), id="a picture"),
        pytest.param(lambda: HttpResponse(LONG, headers={"Content-Encoding": "br"}), id="compressed"),
        pytest.param(lambda: HttpResponse(LONG, status=206, headers={"Content-Range": "bytes 0-9/99"}), id="a part"),
        pytest.param(lambda: StreamingHttpResponse([LONG]), id="in pieces"),
    ],
)
def test_what_gains_nothing_is_left_as_it_is(answer: Any) -> None:
    given = answer()
    before = dict(given.headers)

    assert dict(sent(given).headers) == before


def test_it_is_another_representation_of_the_same() -> None:
    assert sent(HttpResponse(LONG, headers={"ETag": '"a"'})).headers["ETag"] == 'W/"a"'
    assert sent(HttpResponse(LONG, headers={"ETag": 'W/"a"'})).headers["ETag"] == 'W/"a"'


def test_the_length_of_an_answer_tells_little() -> None:
    lengths = {len(sent(HttpResponse(LONG)).headers["X-Blur"]) for _ in range(200)}

    assert len(lengths) > 40
    assert max(lengths) < compression.BLUR


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/", "/account/podcast/"])
def test_a_page_of_secrets_is_sent_as_it_is(client: Client, alice: User, path: str) -> None:
    if path.startswith("/account/"):
        factories.let_in(client, alice)

    answer = client.get(path, headers={"Accept-Encoding": BROWSER})

    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


def test_every_address_that_holds_a_key_is_one_of_a_secret() -> None:
    assert [path for path in _paths() if "token>" in path and not f"/{path}".startswith(compression.SECRET)] == []


def test_nginx_leaves_the_same_as_they_are() -> None:
    found = re.search(r"location ~ \^/\(([^)]+)\)/ \{\s+gzip off;", NGINX.read_text(encoding="utf-8"))

    assert found
    assert all(re.match(rf"^/({found[1]})/", place) for place in compression.SECRET)


def _paths(patterns: Any = None, before: str = "") -> Iterator[str]:
    for one in get_resolver().url_patterns if patterns is None else patterns:
        path = f"{before}{one.pattern}"
        if isinstance(one, URLPattern):
            yield path
        else:
            yield from _paths(one.url_patterns, path)


def test_the_desk_s_and_the_errors_pages_are_small_too(client: Client, edith: User) -> None:
    factories.let_in(client, edith)

    for path, status in (("/admin/articles/article/", 200), ("/nowhere/", 404)):
        answer = client.get(path, headers={"Accept-Encoding": BROWSER})
        assert (answer.status_code, answer.headers["Content-Encoding"]) == (status, "zstd")
