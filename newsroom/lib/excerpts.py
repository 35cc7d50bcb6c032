"""A piece of a text around the words that were searched for, and where those stand in it."""

import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from newsroom.lib.fulltext.index import LIGATURES
from newsroom.lib.fulltext.phrases import WORD, Phrase

# So many words of a text are looked at: what stands further down is found, and not shown.
READ = 20_000
# How far before the first word found an excerpt begins, as a share of its length.
LEAD = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, plain, and whether it is what was searched for."""

    text: str
    is_found: bool = False


type Span = tuple[int, int]
# A word's forms, and what it begins with where it may go on.
type Forms = tuple[frozenset[str], str]


def marked(text: str, phrases: Iterable[Phrase]) -> list[Piece]:
    """Return the whole text in pieces, those that were searched for apart."""
    return list(_pieces(text, sorted(_spans(text, list(phrases)))))


def excerpt(text: str, phrases: Iterable[Phrase], length: int) -> list[Piece]:
    """Return about `length` characters of the text around the first words found, in pieces; none where none stand."""
    looked_for = list(phrases)
    first = next(iter(_spans(text, looked_for)), None)
    if first is None:
        return []
    if len(text) <= length:
        return marked(text, looked_for)
    start = _word_start(text, max(0, first[0] - length // LEAD))
    shown = text[start : start + length]
    if start + length < len(text):
        shown = f"{shown.rpartition(' ')[0] or shown}…"
    return marked(f"…{shown}" if start else shown, looked_for)


def _word_start(text: str, place: int) -> int:
    return text.find(" ", place) + 1 if place else 0


def _spans(text: str, phrases: list[Phrase]) -> Iterator[Span]:
    """Return where the phrases stand, in the order of the text."""
    asked = [[_forms(phrase, place) for place in range(len(phrase.words))] for phrase in phrases]
    words = ((one.start(), one.end(), fold(one[0])) for one in islice(WORD.finditer(text), READ))
    # No more words are read than the longest phrase takes: whoever wants the first span alone pays for no other.
    window = deque(islice(words, max(map(len, asked), default=0)))
    while window:
        first = window[0][2]
        for forms in asked:
            # Nearly all words of a text begin nothing that is looked for.
            if _is_one_of(first, forms[0]) and _goes_on(window, forms):
                yield window[0][0], window[len(forms) - 1][1]
        window.popleft()
        window.extend(islice(words, 1))


def _goes_on(window: Sequence[tuple[int, int, str]], phrase: Sequence[Forms]) -> bool:
    """Return whether the words of the text are those of the phrase from the second on."""
    return len(phrase) <= len(window) and all(
        _is_one_of(window[place][2], phrase[place]) for place in range(1, len(phrase))
    )


def _forms(phrase: Phrase, place: int) -> Forms:
    """Return the forms of a word of the phrase, and what the word begins with when it may go on."""
    word = fold(phrase.words[place])
    if place < len(phrase.words) - 1:
        return frozenset({word}), ""
    return frozenset({word, *map(fold, phrase.loose)}), word if phrase.is_open else ""


def _is_one_of(word: str, wanted: Forms) -> bool:
    forms, beginning = wanted
    return word in forms or bool(beginning and word.startswith(beginning))


def _pieces(text: str, spans: Iterable[Span]) -> Iterator[Piece]:
    place = 0
    for start, end in spans:
        if start >= place:
            if start > place:
                yield Piece(text[place:start])
            yield Piece(text[start:end], is_found=True)
            place = end
    if place < len(text):
        yield Piece(text[place:])


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """Return the word without case, accents and ligatures, as it is indexed."""
    if word.isascii():
        return word.lower()
    letters = unicodedata.normalize("NFD", word).casefold()
    for ligature, plain in LIGATURES.items():
        letters = letters.replace(ligature, plain)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
