"""Versions of an article compared, and two texts of it brought together, for who edits it."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from typing import Any, cast

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field
from django.utils.dateparse import parse_datetime
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.models import Article, Contributor, Picture, Section, Tag
from newsroom.lib import differences, markup
from newsroom.lib.differences import Piece

# In the order of the page.
NAMES = (
    *("kicker", "headline", "standfirst", "byline", "dateline", "lead_picture", "body", "tags"),
    *("section", "slug", "language", "access", "embargo_until"),
)

LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
SIGNS = {
    **dict.fromkeys(["<p>", "</p>", "</h2>", "</h3>", "</blockquote>", "<ul>", "</ul>", "<ol>", "</ol>", "</li>"], ""),
    "<br>": "\n",
    "<li>": "\n• ",
    "<h2>": "## ",
    "<h3>": "### ",
    "<blockquote>": "> ",
    **dict.fromkeys(["<strong>", "</strong>"], "**"),
    **dict.fromkeys(["<em>", "</em>"], "_"),
}

type Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs, word by word."""

    name: str
    label: str
    pieces: list[Piece]


class Outcome(StrEnum):
    """What became of a field that a colleague changed while somebody wrote."""

    TAKEN = "taken"
    MERGED = "merged"
    BOTH = "both"
    # Both changed who signs: a form of rows that are gone could not be sent again.
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Met:
    """A field that a colleague changed meanwhile: what becomes of it in the form, with its new value."""

    name: str
    label: str
    outcome: Outcome
    value: Any
    pieces: list[Piece]


def plain(fields: Fields) -> Fields:
    """Return the fields as a stored version holds them, so that the two compare."""
    read: Fields = json.loads(json.dumps(fields, cls=DjangoJSONEncoder))
    return read


def label(name: str) -> str:
    """Return what a field is called at the desk."""
    words = _("byline") if name == "byline" else cast(Field[Any, Any], Article._meta.get_field(name)).verbose_name
    return capfirst(str(words))


def labels(names: Iterable[str]) -> list[str]:
    """Return what fields are called, in the order of the page."""
    named = set(names)
    return [label(name) for name in NAMES if name in named]


def compare(old: Fields, new: Fields) -> list[Change]:
    """Return what differs between two versions: four queries for the names of what they point to."""
    words = _Words([old, new])
    differing = [name for name in NAMES if old.get(name) != new.get(name)]
    return [
        Change(name, label(name), differences.between(words.of(name, old.get(name)), words.of(name, new.get(name))))
        for name in differing
    ]


def meet(base: Fields, mine: Fields, theirs: Fields) -> list[Met]:
    """Return what a colleague changed since `base` in the fields that somebody typed, and what becomes of it.

    What they alone changed is taken; what both changed in different paragraphs is merged; of the rest the typed text
    stays, and both are shown.
    """
    words, met = _Words([mine, theirs]), []
    for name in [one for one in NAMES if one in mine and theirs[one] not in (base.get(one), mine[one])]:
        outcome, value = _outcome(name, base.get(name), mine[name], theirs[name])
        # What comes into the typed text; or, where both texts stand against each other, theirs and then the typed one.
        against = outcome in {Outcome.BOTH, Outcome.THEIRS}
        old, new = (theirs[name], mine[name]) if against else (mine[name], value)
        pieces = differences.between(words.of(name, old), words.of(name, new))
        met.append(Met(name, label(name), outcome, value, pieces))
    return met


def _outcome(name: str, base: Any, mine: Any, theirs: Any) -> tuple[Outcome, Any]:
    if mine == base:
        return Outcome.TAKEN, theirs
    if name == "byline":
        return Outcome.THEIRS, theirs
    if name == "body" and base is not None:
        blocks = differences.merged(markup.blocks(base), markup.blocks(mine), markup.blocks(theirs))
        if blocks is not None:
            return Outcome.MERGED, "\n".join(blocks)
    return Outcome.BOTH, mine


class _Words:
    """Says what versions hold in words: the names of sections, pictures, people and tags looked up once for all."""

    def __init__(self, versions: list[Fields]) -> None:
        def keys(name: str) -> set[int]:
            values = [one.get(name) for one in versions]
            return {key for value in values for key in (value if isinstance(value, list) else [value]) if key}

        self.named: dict[str, dict[int, Any]] = {
            "section": Section.objects.in_bulk(keys("section")),
            "lead_picture": Picture.objects.in_bulk(keys("lead_picture")),
            "byline": Contributor.objects.in_bulk(keys("byline")),
            "tags": Tag.objects.in_bulk(keys("tags")),
        }

    def of(self, name: str, value: Any) -> str:
        if name == "body":
            return readable(value or "")
        if name == "access":
            return str(Article.Access(value).label) if value in Article.Access.values else str(value or "")
        if name == "embargo_until":
            at = parse_datetime(value) if value else None
            return localize(localtime(at)) if at else ""
        if name in self.named:
            keys = value if isinstance(value, list) else [value] if value else []
            return ", ".join(str(self.named[name].get(key, f"№ {key}")) for key in keys)
        return str(value or "")


def readable(body: str) -> str:
    """Return a body as somebody reads it who compares: a blank line between blocks, signs in the place of tags."""
    blocks = (_("— The wall —") if block == markup.WALL_MARK else _signed(block) for block in markup.blocks(body))
    return "\n\n".join(blocks)


def _signed(block: str) -> str:
    text = LINK.sub(r"[\2](\1)", block)
    for tag, sign in SIGNS.items():
        text = text.replace(tag, sign)
    return unescape(text).strip()
