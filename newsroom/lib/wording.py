"""Find a paper's listed phrases in a reader's text: whole words, however they are dressed up.

Every part of a text is read alike, addresses too: « https://exemple.fr/sale-con » holds « con », as its reader sees.
No regular expression is made of a listed phrase, and no text takes more time than its length asks for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, groupby
from operator import attrgetter
from typing import NamedTuple, Self

from newsroom.lib.spelling import Piece, Word, pieces, readings, starts

# From three on, letters with spaces or signs between them are a word: « c o n », « c.o.n ».
SHORTEST_SPACED = 3
SPACED = "1" * SHORTEST_SPACED


@dataclass(frozen=True, slots=True)
class Phrase:
    """A listed phrase, of one word or several. Two of one key are equal."""

    text: str = field(compare=False)
    key: str

    @classmethod
    def of(cls, text: str) -> Self:
        """Return the phrase; raise ValueError for a text that holds no word."""
        words = [
            word.spellings[0] for piece in pieces(text) for word in ((piece.whole,) if piece.whole else piece.parted)
        ]
        if not words:
            raise ValueError("This phrase holds no word.")
        return cls(text, " ".join(words))


class Hit(NamedTuple):
    """Where a phrase stands: `text[start:end]`, in code points."""

    phrase: Phrase
    start: int
    end: int


def key(text: str) -> str:
    """Return what « Œuf », « oeuf » and « ŒUF » have in common; raise ValueError for a text that holds no word."""
    return Phrase.of(text).key


def find(text: str, phrases: "Phrases | Iterable[Phrase]") -> list[Hit]:
    """Return where the phrases stand in the text, in order. Hits of one phrase do not overlap; of two, they may."""
    index = phrases if isinstance(phrases, Phrases) else Phrases(phrases)
    if not index.by_key:
        return []
    read = pieces(text)
    if not index.may_be_among(read):
        return []
    reading = _Reading(text, read)
    return _apart([*_in_words(reading, index), *_in_letters(reading, index)])


class Phrases:
    """Phrases, ready to be looked for in many texts: by their keys, how these begin, and their letters alone."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.by_key = {phrase.key: phrase for phrase in phrases}
        self.openings: set[str] = set()
        for listed in self.by_key:
            opening = listed.rpartition(" ")[0]
            while opening:
                self.openings.add(opening)
                opening = opening.rpartition(" ")[0]
        self.first_words = {listed.partition(" ")[0] for listed in self.by_key}

    def may_be_among(self, read: list[Piece]) -> bool:
        """Return whether a phrase begins in the pieces, or letters stand one by one: seldom, so the rest can wait."""
        spellings = chain.from_iterable(map(attrgetter("spellings"), read))
        return not self.first_words.isdisjoint(spellings) or SPACED in "".join(map(attrgetter("shape"), read))

    @cached_property
    def by_letters(self) -> dict[str, list[Phrase]]:
        by_letters: dict[str, list[Phrase]] = {}
        for listed, phrase in self.by_key.items():
            by_letters.setdefault(listed.replace(" ", ""), []).append(phrase)
        return by_letters

    @cached_property
    def lengths(self) -> dict[str, set[int]]:
        """How many letters the phrases have that begin with these three."""
        lengths: dict[str, set[int]] = {}
        for letters in self.by_letters:
            if len(letters) >= SHORTEST_SPACED:
                lengths.setdefault(letters[:SHORTEST_SPACED], set()).add(len(letters))
        return lengths


class _Reading:
    """The words of a text, by place; and for each place where signs may hold several words together, that one word."""

    def __init__(self, text: str, read: list[Piece]) -> None:
        self.words: list[Word] = []
        self.wholes: dict[int, tuple[Word, int]] = {}
        for start, piece in zip(starts(text), read, strict=True):
            place = len(self.words)
            self.words += [_moved(word, start) for word in piece.parted]
            if piece.whole:
                self.wholes[place] = (_moved(piece.whole, start), len(self.words))

    def at(self, place: int) -> Iterator[tuple[Word, int]]:
        """Yield the words that may stand at the place, each with the place of the word after it."""
        if place < len(self.words):
            yield self.words[place], place + 1
        if place in self.wholes:
            yield self.wholes[place]


def _moved(word: Word, by: int) -> Word:
    start, end, spellings = word
    return Word(start + by, end + by, spellings)


def _in_words(reading: _Reading, index: Phrases) -> Iterator[Hit]:
    """Yield the hits of phrases whose words follow each other in the text."""
    for place, word in enumerate(reading.words):
        if place in reading.wholes or not index.first_words.isdisjoint(word.spellings):
            yield from _from_place(place, reading, index)


def _from_place(place: int, reading: _Reading, index: Phrases) -> Iterator[Hit]:
    waiting = [("", word.start, word, after) for word, after in reading.at(place)]
    while waiting:
        opening, start, word, after = waiting.pop()
        for spelling in word.spellings:
            said = opening + spelling
            if said in index.by_key:
                yield Hit(index.by_key[said], start, word.end)
            if said in index.openings:
                waiting += [(said + " ", start, next_word, then) for next_word, then in reading.at(after)]


def _in_letters(reading: _Reading, index: Phrases) -> Iterator[Hit]:
    """Yield the hits of phrases whose letters stand one by one, also among others (« y a c o n »)."""
    for is_letter, run in groupby(reading.words, lambda word: len(word.spellings[0]) == 1):
        words = list(run)
        if is_letter and len(words) >= SHORTEST_SPACED:
            letters = "".join(word.spellings[0] for word in words)
            for spelling in (letters, *readings(letters)):
                for place, end, phrase in _spelled_out(spelling, index):
                    yield Hit(phrase, words[place].start, words[end - 1].end)


def _spelled_out(letters: str, index: Phrases) -> Iterator[tuple[int, int, Phrase]]:
    for place in range(len(letters)):
        for length in index.lengths.get(letters[place : place + SHORTEST_SPACED], ()):
            end = place + length
            if end <= len(letters):
                for phrase in index.by_letters.get(letters[place:end], ()):
                    yield place, end, phrase


def _apart(hits: list[Hit]) -> list[Hit]:
    """Return the hits in order, without those that overlap an earlier one of the same phrase."""
    ends: dict[Phrase, int] = {}
    apart: list[Hit] = []
    for hit in sorted(set(hits), key=lambda hit: (hit.start, hit.end, hit.phrase.key)):
        if hit.start >= ends.get(hit.phrase, 0):
            ends[hit.phrase] = hit.end
            apart.append(hit)
    return apart
