"""The eyes of the leak test: a planted word is seen in whatever an output makes of it."""

import base64
import gzip
import json
from html import escape
from urllib.parse import quote

import brotli
import pytest
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.text import slugify

from tests.newsroom.unfolding import STEM, planted_in

WORD = f"{STEM}ab"
SENTENCE = f"La clef du « {WORD} » dort sous l’évier."
PAGE = "<p>Rien.</p>" * 40


def numbered(text: str) -> str:
    """Return the text in numbered entities."""
    return "".join(f"&#{ord(letter)};" for letter in text)


SPELLINGS: dict[str, str | bytes] = {
    "as it is": SENTENCE,
    "in a page": f"{PAGE}{SENTENCE}{PAGE}",
    "in capitals": SENTENCE.upper(),
    "as a slug": slugify(SENTENCE),
    "with a soft hyphen": f"{STEM}\u00ad-ab",
    "in numbered entities": numbered(SENTENCE),
    "in numbered entities, escaped": escape(numbered(SENTENCE)),
    "for an address": quote(SENTENCE),
    "for an address, twice": quote(quote(SENTENCE)),
    "in JSON": json.dumps(SENTENCE),
    "in JSON in an attribute": escape(json.dumps({"articleBody": SENTENCE})),
    "in base64": base64.b64encode(SENTENCE.encode()),
    "in base64 for an address": base64.urlsafe_b64encode(SENTENCE.encode()).rstrip(b"="),
    "in base64 in an attribute": f"<i data-body={base64.b64encode(SENTENCE.encode()).decode()}></i>",
    "zipped": gzip.compress(SENTENCE.encode()),
    "zipped in base64": base64.b64encode(gzip.compress(SENTENCE.encode())),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_planted_word_is_seen_in_a_body(spelling: str) -> None:
    assert planted_in(HttpResponse(SPELLINGS[spelling])) == {"ab"}


@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("br", brotli.compress)])
def test_a_planted_word_is_seen_in_a_body_sent_compressed(coding: str, pack: object) -> None:
    assert callable(pack)

    assert planted_in(HttpResponse(pack(SENTENCE.encode()), headers={"Content-Encoding": coding})) == {"ab"}


@pytest.mark.parametrize(
    "answer",
    [
        StreamingHttpResponse(iter([SENTENCE[:20].encode(), SENTENCE[20:].encode()])),
        HttpResponse(headers={"Link": f"</{quote(WORD)}>; rel=next"}),
        HttpResponse(headers={"X-Description": SENTENCE}),
    ],
)
def test_a_planted_word_is_seen_in_a_stream_and_in_headers(answer: HttpResponseBase) -> None:
    assert planted_in(answer) == {"ab"}


def test_a_planted_word_is_seen_in_a_cookie() -> None:
    answer = HttpResponse()
    answer.set_cookie("last", quote(WORD))

    assert planted_in(answer) == {"ab"}


@pytest.mark.parametrize("body", ["", "Un zéphyr.", STEM, b"\xff\xfe\x1f\x8b", b"\x1f\x8bno gzip", "%zz&#;\\u12"])
def test_nothing_is_seen_where_nothing_was_planted(body: str | bytes) -> None:
    assert planted_in(HttpResponse(body)) == set()
