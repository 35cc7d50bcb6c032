"""Read the structured data of a page as a search engine does, and hold it against schema.org's vocabulary.

`schemas/schema_org.json` holds what schema.org (30.0) says of the types that the pages use: what each is besides, and
of each property, what may stand there.
"""

import json
import re
from typing import Any

from tests.articles.feeding import SCHEMAS

KNOWN: dict[str, dict[str, list[str]]] = json.loads((SCHEMAS / "schema_org.json").read_text(encoding="utf-8"))
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
LITERALS: dict[str, Any] = {
    "Text": str,
    "CssSelectorType": str,
    "Boolean": bool,
    "Integer": int,
    # Of a picture: pixels, as every validator takes it.
    "Distance": int,
    "URL": lambda value: isinstance(value, str) and re.fullmatch(r"https?://\S+", value),
    # ISO 8601, as search engines ask for it.
    "Duration": lambda value: isinstance(value, str) and re.fullmatch(r"PT\d+M[0-5]?\dS", value),
    "DateTime": lambda value: isinstance(value, str) and DATE.fullmatch(value),
}


def things(page: str) -> list[dict[str, Any]]:
    """Return what the page says it is: one block, of which nothing is out of the vocabulary."""
    (block,) = BLOCK.findall(page)
    data = json.loads(block)
    assert data.keys() == {"@context", "@graph"}
    assert data["@context"] == "https://schema.org"
    found: list[dict[str, Any]] = data["@graph"]
    wrong = [problem for thing in found for problem in problems(thing)]
    assert not wrong, wrong
    return found


def thing(page: str, kind: str) -> dict[str, Any]:
    """Return the one thing of that type."""
    (found,) = [one for one in things(page) if one["@type"] == kind]
    return found


def problems(thing: dict[str, Any]) -> list[str]:
    """Return what schema.org has against a thing and all in it."""
    known = KNOWN.get(thing["@type"])
    if known is None:
        return [f"{thing['@type']} is no type that is known here"]
    found = []
    for name, value in thing.items():
        if name in {"@type", "@id"}:
            continue
        for one in value if isinstance(value, list) else [value]:
            if name not in known or not any(_is(one, kind) for kind in known[name]):
                found.append(f"{thing['@type']}.{name}: {one!r}")
            if isinstance(one, dict) and "@type" in one:
                found += problems(one)
    return found


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, dict):
        return "@type" not in value or kind in {value["@type"], *KNOWN.get(value["@type"], {}).get("is", [])}
    expected = LITERALS.get(kind)
    if isinstance(expected, type):
        return isinstance(value, expected) and bool(value != "")
    return bool(expected and expected(value))
