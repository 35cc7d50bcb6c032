"""Read the feeds as their readers and their validators do."""

from pathlib import Path
from typing import Any

import feedparser
from django.test import Client
from lxml import etree

SCHEMAS = Path(__file__).parent / "schemas"
RSS, ATOM = "/feed/", "/feed/atom/"
FORMS = (RSS, ATOM)


def problems(content: bytes, schema: str) -> list[str]:
    """Return what the schema has against a document."""
    grammar = etree.RelaxNG(etree.parse(SCHEMAS / schema))
    grammar.validate(etree.fromstring(content))
    return [f"line {error.line}: {error.message}" for error in grammar.error_log]


def read(client: Client, address: str) -> Any:
    """Return the feed as a reader of feeds takes it in; it must be valid."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert problems(answer.content, "atom.rng" if ATOM in address else "rss.rng") == []
    parsed = feedparser.parse(answer.content, response_headers={"content-type": answer.headers["Content-Type"]})
    assert not parsed.bozo, parsed.get("bozo_exception")
    # What no grammar counts: RFC 4287, 4.1.1.
    assert sorted(link.rel for link in parsed.feed.links) == ["alternate", "self"]
    assert all([link.rel for link in entry.links].count("alternate") == 1 for entry in parsed.entries)
    assert len({entry.id for entry in parsed.entries}) == len(parsed.entries)
    return parsed


def words(entry: Any) -> str:
    """Return the HTML of an entry."""
    return "".join(part.value for part in entry.get("content", []))
