"""The page's counter and the server count alike, whatever is typed."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route

import newsroom
from comments import text

SCRIPTS = Path(newsroom.__file__).parent / "static" / "js"
VECTORS = Path(__file__).parent.parent / "comments" / "length_vectors.json"
ADDRESS = "http://paper.test/"
COUNT = """async (texts) => {
  const { length } = await import("/comment-length.js");
  return texts.map((units) => length(String.fromCharCode(...units)));
}"""
RANDOM_TEXTS = 4000
LONGEST = 60
# Where the rules bite, then everything there is, the signs of the last two Unicodes among it.
KNOTTY = [
    *"\r\n \t\u00a0\u2003\u2028\ufeff\u200baeou\u0301\u0327\u0323\u0308\u1100\u1161\u11a8\uac00\u09c7\u09be\u0958"
]
SURROGATES = ["\ud83d", "\ude00"]
NEW = [chr(code) for span in ((0x1C89, 0x1C8B), (0x897, 0x898), (0x1ACF, 0x1AEC), (0x16D40, 0x16D7A),
                              (0x11380, 0x113E3), (0x1611E, 0x1613A), (0x10EFA, 0x10EFD), (0x1E6E0, 0x1E6F6))
       for code in range(*span)]  # fmt: skip

pytestmark = [pytest.mark.browser, pytest.mark.once]


def serve(route: Route) -> None:
    """Answer with a script of the site, or with an empty page."""
    script = SCRIPTS / route.request.url.removeprefix(ADDRESS)
    if script.suffix == ".js":
        route.fulfill(body=script.read_text(encoding="utf-8"), content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html>", content_type="text/html")


def counted(page: Page, texts: list[str]) -> list[int]:
    """Return what the browser counts for each text."""
    page.route("**/*", serve)
    page.goto(ADDRESS)
    # As UTF-16 units, because a lone surrogate has no other way through.
    units = [memoryview(one.encode("utf-16-le", "surrogatepass")).cast("H").tolist() for one in texts]
    lengths: list[int] = page.evaluate(COUNT, units)
    return lengths


def drawn() -> list[str]:
    """Return texts drawn at random, always the same ones."""
    chance = random.Random(2000)  # noqa: S311 - draws texts to count, keeps no secret
    anything = [chr(code) for code in range(0x110000)]
    alphabets = [KNOTTY, KNOTTY + NEW, KNOTTY + SURROGATES, [*KNOTTY, *NEW, *anything[:0x3000]], anything]
    rows = ("".join(chance.choices(chance.choice(alphabets), k=chance.randrange(LONGEST))) for _ in range(RANDOM_TEXTS))
    # Two halves of a pair that chance brought together are one code point, for a browser from the start.
    return [row.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass") for row in rows]


def test_the_counter_gives_each_vector_its_length(page: Page) -> None:
    vectors: list[dict[str, Any]] = json.loads(VECTORS.read_text(encoding="utf-8"))

    lengths = counted(page, [vector["text"] * vector.get("times", 1) for vector in vectors])

    assert {vector["name"]: count for vector, count in zip(vectors, lengths, strict=True)} == {
        vector["name"]: vector["length"] for vector in vectors
    }


def test_the_counter_never_disagrees_with_the_server(page: Page) -> None:
    texts = drawn()

    lengths = counted(page, texts)

    disagreements = [
        (one.encode("unicode-escape"), count, text.length(one))
        for one, count in zip(texts, lengths, strict=True)
        if count != text.length(one)
    ]
    assert disagreements == []
