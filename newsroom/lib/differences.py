"""What changed between two texts, word by word, and two changes of one text brought together: pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise

# A word with the sign that ends it, a tag, or a stretch of spaces.
TOKEN = re.compile(r"<[^<>]*>|\s+|[^\s<]+|<")
# The comparison of words takes their number squared: past this a paragraph is shown as taken out and put in.
WORDS_COMPARED = 1500


class Kind(StrEnum):
    """What became of a stretch of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and what became of it."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class _Change:
    """The blocks from `start` to before `end` became these."""

    start: int
    end: int
    blocks: tuple[str, ...]

    def meets(self, other: "_Change") -> bool:
        return self.start <= other.end and other.start <= self.end


def between(old: str, new: str) -> list[Piece]:
    """Return the two texts as one: what stayed, what went, what came, in the order of reading."""
    was, now = old.splitlines(keepends=True), new.splitlines(keepends=True)
    pieces: list[Piece] = []
    for word, start, end, first, last in _opcodes(was, now):
        before, after = "".join(was[start:end]), "".join(now[first:last])
        pieces += [Piece(Kind.SAME, before)] if word == "equal" else _words(before, after)
    return list(_joined(pieces))


def merged(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str] | None:
    """Return the blocks with what both changed in `base`; None where both changed the same block otherwise."""
    changes = sorted({*_changes(base, mine), *_changes(base, theirs)}, key=lambda one: (one.start, one.end))
    if any(one.meets(other) for one, other in pairwise(changes)):
        return None
    blocks = list(base)
    for change in reversed(changes):
        blocks[change.start : change.end] = change.blocks
    return blocks


def _changes(base: Sequence[str], other: Sequence[str]) -> Iterator[_Change]:
    for word, start, end, first, last in _opcodes(base, other):
        if word != "equal":
            yield _Change(start, end, tuple(other[first:last]))


def _words(old: str, new: str) -> list[Piece]:
    was, now = TOKEN.findall(old), TOKEN.findall(new)
    if max(len(was), len(now)) > WORDS_COMPARED:
        return [Piece(Kind.REMOVED, old), Piece(Kind.ADDED, new)]
    pieces = []
    for word, start, end, first, last in _opcodes(was, now):
        if word == "equal":
            pieces.append(Piece(Kind.SAME, "".join(was[start:end])))
        else:
            pieces.append(Piece(Kind.REMOVED, "".join(was[start:end])))
            pieces.append(Piece(Kind.ADDED, "".join(now[first:last])))
    return pieces


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Yield the pieces, those of one kind that meet as one; a space between two changes is part of both."""
    removed = added = ""
    for place, piece in enumerate(pieces):
        follows = pieces[place + 1].kind if place + 1 < len(pieces) else Kind.SAME
        if piece.kind == Kind.REMOVED:
            removed += piece.text
        elif piece.kind == Kind.ADDED:
            added += piece.text
        elif piece.text.strip(" ") == "" and (removed or added) and follows != Kind.SAME:
            removed, added = removed + piece.text, added + piece.text
        else:
            yield from _told(removed, added)
            removed = added = ""
            yield piece
    yield from _told(removed, added)


def _told(removed: str, added: str) -> Iterator[Piece]:
    """Yield what went and what came; spaces exchanged for spaces are no change."""
    if not (removed + added).strip(" "):
        if added:
            yield Piece(Kind.SAME, added)
        return
    if removed:
        yield Piece(Kind.REMOVED, removed)
    if added:
        yield Piece(Kind.ADDED, added)


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
