"""The properties of a news item, read with their types.

ninjs 2.x writes names in lower case and 3.x in camel case; otherwise they hold nearly the same.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from urllib.parse import urlsplit

from articles.ninjs.incoming import BadItem
from newsroom.lib import markup

# No-break spaces stay: they are typography.
SPACES = re.compile(r"[ \t\r\n\f\v]+")


@dataclass(frozen=True, slots=True)
class Properties:
    """An object of the item, its names in lower case; `place` names it in messages."""

    place: str
    values: Mapping[str, Any]

    @classmethod
    def of(cls, value: object, place: str) -> Self:
        """Return the object's properties; raise BadItem for what is none."""
        if not isinstance(value, dict):
            raise BadItem(place or "item", "write an object {…}")
        return cls(place, {name.lower(): content for name, content in value.items()})

    def has(self, *names: str) -> bool:
        """Return whether one of the properties is there and says something."""
        return any(self.values.get(name) for name in names)

    def text(self, name: str) -> str:
        """Return a text as it stands, empty if absent; a number counts as text."""
        value = self.values.get(name)
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise BadItem(self._named(name), "write a text")
        return markup.storable(str(value))

    def line(self, name: str, limit: int | None = None) -> str:
        """Return a text in one line; raise BadItem if it is longer than `limit`."""
        line = SPACES.sub(" ", self.text(name)).strip()
        if limit and len(line) > limit:
            raise BadItem(self._named(name), f"{len(line)} characters; at most {limit} fit")
        return line

    def word(self, name: str) -> str:
        """Return a word of a vocabulary, in lower case."""
        return self.line(name).lower()

    def moment(self, name: str) -> datetime | None:
        """Return a date with its time, or None if absent."""
        written = self.line(name)
        if not written:
            return None
        try:
            moment = datetime.fromisoformat(written)
        except ValueError:
            moment = None
        # Without an offset an embargo would end at a guessed hour. The first and last years overflow in other zones.
        if moment is None or moment.tzinfo is None or not 1 < moment.year < 9999:
            raise BadItem(self._named(name), f"“{written[:40]}” is not a date like 2026-11-23T15:40:00Z")
        return moment

    def objects(self, name: str) -> list["Properties"]:
        """Return a list of objects, empty if absent."""
        value = self.values.get(name)
        if value is None:
            return []
        if isinstance(value, dict) and all(isinstance(one, dict) for one in value.values()):
            # Until 1.x associations and renditions stood under their names, and some still write them so.
            value = [{"name": key, **one} for key, one in value.items()]
        if not isinstance(value, list):
            raise BadItem(self._named(name), "write a list […]")
        return [Properties.of(one, f"{self._named(name)}[{place}]") for place, one in enumerate(value, start=1)]

    def address(self, name: str) -> str:
        """Return a web address or a path; raise BadItem for what cannot be one."""
        written = self.line(name)
        try:
            urlsplit(written)
        except ValueError:
            raise BadItem(self._named(name), f"“{written[:80]}” is no address") from None
        return written

    def _named(self, name: str) -> str:
        return f"{self.place}.{name}" if self.place else name


def in_one_line(entry: Properties) -> str:
    """Return the value of a headline or a description as plain text."""
    if "html" in entry.word("contenttype"):
        try:
            return markup.to_text(markup.clean_body(entry.text("value")))
        except markup.MarkupError as error:
            raise BadItem(entry.place, str(error)) from error
    return entry.line("value")


def with_role(entries: list[Properties], *roles: str) -> list[Properties]:
    """Return the entries of one of the roles, in the order of the roles; "" is an entry without one."""
    return [entry for role in roles for entry in entries if entry.word("role") == role and entry.has("value")]
