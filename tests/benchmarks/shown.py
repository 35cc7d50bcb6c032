"""What each page must show: marks that are written on the paper and taken off it, one after the other."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

MARK = re.compile(rb"marque\d{6}")
# Marks that went long ago are looked for no more.
REMEMBERED = 60


@dataclass(frozen=True, slots=True)
class State:
    """Whether a mark is shown, and the number of the change that made it so."""

    is_shown: bool
    number: int


type Page = dict[str, State]


class Truth:
    """Changed by one writer, asked by many readers at once."""

    def __init__(self) -> None:
        self._pages: dict[str, Page] = defaultdict(dict)
        self._moving: frozenset[str] = frozenset()
        self._number = 0

    @contextmanager
    def changing(self, *marks: str) -> Iterator[None]:
        """Count nothing of these marks until their change is acknowledged, and noted, in the block."""
        self._moving = frozenset(marks)
        yield
        self._moving = frozenset()

    def note(self, mark: str, pages: Iterable[str], *, is_shown: bool) -> None:
        """Say what must be seen from now on."""
        self._number += 1
        for path in pages:
            page = self._pages[path]
            rest = [(other, state) for other, state in page.items() if other != mark][-REMEMBERED:]
            # Another dictionary: whoever is reading has the one of before.
            self._pages[path] = dict([*rest, (mark, State(is_shown, self._number))])

    def page(self, path: str) -> Page:
        """Return what the page must show, for a request that begins now."""
        return self._pages[path]

    def stale(self, path: str, before: Page, body: bytes) -> list[str]:
        """Return the marks of which an answer, to a request that began with `before`, is older than that."""
        # In this order: what begins to change from here on, the answer that came cannot know.
        moving, now = self._moving, self._pages[path]
        seen = {mark.decode() for mark in MARK.findall(body)}
        return [
            mark
            for mark, state in before.items()
            if now.get(mark) == state and mark not in moving and (mark in seen) is not state.is_shown
        ]
