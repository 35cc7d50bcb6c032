"""News items that bring no article: sound ones of another kind, and wrong ones, each with its place and mend."""

from datetime import UTC, datetime

import pytest

from articles import ninjs
from articles.ninjs import BadItem, Canceled, Incoming, NotAnArticle, Version
from tests.articles.items import Item, item, picture, text

HTML = "text/html"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (item(type="picture"), "picture"),
        (item(type="audio"), "audio"),
        (item(type="video"), "video"),
        (item(type="event", headlines=None), "event"),
        (item(type="planning"), "planning"),
        (item(type=None, headlines=None, eventDetails={"dates": {}}), "event"),
        (item(type=None, headlines=None, plannedCoverage=[{}]), "event"),
        (item(type="composite", bodies=None), "composite without text"),
        (item(type="composite", headlines=None), "composite without text"),
        (item(bodies=None), "headline without text"),
        (item(bodies=[text("%PDF", "", "application/pdf")]), "headline without text"),
    ],
)
def test_what_is_sound_but_no_article(raw: Item, reason: str) -> None:
    assert ninjs.read(raw) == NotAnArticle("urn:test:pont", reason)


def test_a_composite_with_its_own_text_is_an_article() -> None:
    assert isinstance(ninjs.read(item(type="composite")), Incoming)


def test_a_canceled_item_needs_no_words() -> None:
    raw = item(pubStatus="canceled", headlines=None, bodies=None)

    assert ninjs.read(raw) == Canceled("urn:test:pont", Version("1", datetime(2026, 3, 2, 9, tzinfo=UTC)))


@pytest.mark.parametrize(
    ("raw", "field", "mend"),
    [
        (["x"], "item", "object"),
        (None, "item", "object"),
        (item(uri=None), "uri", "missing"),
        (item(uri=" "), "uri", "missing"),
        (item(uri=["x"]), "uri", "text"),
        (item(uri="x" * 301), "uri", "at most 300"),
        (item(headlines=None), "headlines", "missing"),
        (item(headlines=None, headline="x"), "headlines", "1.x"),
        (item(headlines=[text(" ", "main")]), "headlines", "missing"),
        (item(headlines="x"), "headlines", "list"),
        (item(headlines=["x"]), "headlines[1]", "object"),
        (item(headlines=[text("x" * 251)]), "headlines", "at most 250"),
        (item(headlines=[text("x"), text("x" * 61, "kicker")]), "headlines", "at most 60"),
        (item(bodies={"html": "<p>x</p>"}), "bodies", "list"),
        (item(bodies=[{"value": 1.5, "contentType": HTML, "role": {}}]), "bodies[1].role", "text"),
        (item(bodies=[text("<p>" * 4_000_000, "", HTML)]), "bodies[1]", "300000 are allowed"),
        (item(bodies=[text("<blockquote>" * 60 + "x", "", HTML)]), "bodies[1]", "nests more than 40"),
        (item(versionCreated="hier"), "versioncreated", "not a date"),
        (item(versionCreated="2026-03-02T09:00:00"), "versioncreated", "not a date"),
        (item(firstCreated="0001-01-01T00:00:00+14:00"), "firstcreated", "not a date"),
        (item(embargoedUntil=True), "embargoeduntil", "text"),
        (item(pubStatus="maybe"), "pubStatus", "usable, withheld or canceled"),
        (item(language="du français"), "language", "tag like fr"),
        (
            item(rightsInfo={"langId": "urn:newsroom:access", "encodedRights": "all"}),
            "rightsInfo.encodedRights",
            "free",
        ),
        (item(associations=[picture("../a.png")]), "associations[1].renditions[1].href", ".."),
        (item(associations=[picture("a/%2e%2e/a.png")]), "associations[1].renditions[1].href", ".."),
        (item(associations=[picture("/etc/passwd")]), "associations[1].renditions[1].href", "own folder"),
        (item(associations=[picture("..\\a.png")]), "associations[1].renditions[1].href", ".."),
        (item(associations=[picture("a%00.png")]), "associations[1].renditions[1].href", "own folder"),
        (item(associations=[picture("http://[x")]), "associations[1].renditions[1].href", "no address"),
    ],
)
def test_what_is_wrong_is_refused_with_the_place_and_the_mend(raw: object, field: str, mend: str) -> None:
    with pytest.raises(BadItem) as refused:
        ninjs.read(raw)

    assert str(refused.value).startswith(f"{field}: ")
    assert mend in str(refused.value)
