"""Remember what was worked out of many rows, while none of them changed: what all readers share is made once.

Each process remembers for itself, and asks the database with each use, so that it is right at once on all of them.
"""

import sys
import threading
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from newsroom.lib import rendering
from newsroom.lib.asking import Database
from newsroom.lib.changes import EVERYTHING, Mark
from newsroom.lib.changes.watch import Gone
from newsroom.lib.rendering import Rendering
from newsroom.lib.shelf import Shelf

# Of as many things at a time, and as many bytes of them; the one used longest ago is forgotten.
MOST = 2000
MOST_BYTES = 16 * 1024 * 1024
# What rows take that tell nothing of it: an article's, with what its page shows beside it.
OVERHEAD = 32 * 1024
# However sure, it is worked out anew after that: the notes that it is compared with are kept for a day.
KEPT_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Part:
    """Something that was worked out, and what it is made of."""

    value: Any
    heard: Rendering

    def is_over(self) -> bool:
        """Return whether the clock made it another."""
        return self.heard.until is not None and timezone.now() >= self.heard.until


class Album:
    """What was worked out of one thing, by name: all of it is as it was when the album was asked for, or newer.

    The values are shared by all threads: nobody may change them.
    """

    def __init__(self, key: Hashable, mark: Mark | None, parts: Mapping[Hashable, Part], began: float) -> None:
        self.key = key
        # None where nothing is to be remembered.
        self.mark = mark
        self.parts = dict(parts)
        # By the clock that never goes back.
        self.began = began

    def part[Value](self, name: Hashable, work_out: Callable[[], Value]) -> Value:
        """Return what `work_out` says, as the album knows it by that name."""
        found = self.parts.get(name)
        if found is None or found.is_over():
            with rendering.heard() as heard:
                found = Part(work_out(), heard)
            self._add(name, found)
        rendering.hear(found.heard)
        known: Value = found.value
        return known

    def _add(self, name: Hashable, part: Part) -> None:
        if self.mark is None:
            self.parts[name] = part
            return
        with _lock:
            now = _known.get(self.key)
            # What another request added meanwhile stays.
            kept = now if now and _began_alike(now, self) else self
            things = part.heard.articles.difference(kept.mark.things if kept.mark else ())
            if not things:
                kept.parts[name] = part
            else:
                # Another album: who asked for this one asked for fewer things, and must not be shown the part.
                kept = kept._of(things, name, part)
            _known.put(self.key, kept)

    def _of(self, things: set[int], name: Hashable, part: Part) -> "Album":
        """Return the album with a part that is made of more things: none of them changed since it was begun."""
        mark = self.mark and self.mark.of(things)
        return Album(self.key, mark, {**self.parts, name: part}, self.began)

    @property
    def size(self) -> int:
        """Bytes of memory, about."""
        return OVERHEAD + sum(sys.getsizeof(part.value) for part in self.parts.values())


_known: Shelf[Album] = Shelf(MOST_BYTES, MOST)
# Held from looking at an album to putting another in its place.
_lock = threading.Lock()
_database = Database()


def album(key: Hashable, *things: int) -> Album:
    """Return the album kept under the key, as it is now; an empty one where any of its things changed since.

    In a transaction nothing is remembered, since who asks beside it does not see what it wrote.
    """
    if connection.in_atomic_block:
        return Album(key, None, {}, 0)
    try:
        found = _known.get(key)
        if found and _is_right(found):
            return found
        mark = _database.ask(lambda reader: reader.now())
    except Gone:
        return Album(key, None, {}, 0)
    mark.things = (EVERYTHING, *things)
    made = Album(key, mark, {}, time.monotonic())
    _known.put(key, made)
    return made


def remembered[Value](key: Hashable, thing: int, work_out: Callable[[], Value]) -> Value:
    """Return what `work_out` says, as it is now: remembered under the key, where nothing of the thing changed since."""
    return album(key, thing).part(None, work_out)


def _began_alike(one: Album, other: Album) -> bool:
    """Return whether both are of the same moment of the database."""
    return one.mark is not None and other.mark is not None and one.mark.since == other.mark.since


def forget() -> None:
    """Forget everything: another database was put in the place of the one that was asked."""
    _known.clear()


def _is_right(album: Album) -> bool:
    is_young = time.monotonic() < album.began + KEPT_SECONDS
    return is_young and album.mark is not None and _database.holds(album.mark)
