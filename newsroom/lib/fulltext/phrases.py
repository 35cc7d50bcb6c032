"""What is searched for: a query as a person types it, taken apart into words."""

import re
import unicodedata
from dataclasses import dataclass

from newsroom.lib.fulltext.index import LIGATURES

# The beginning of a comment, pasted into the search, is enough to find its copies by; nobody types more.
MAX_LENGTH = 2000
MAX_WORDS = 50
# A shorter word is meant as it stands: half of all French words begin as « les » or « con » do.
OPEN_FROM = 4

QUOTED = re.compile(r'["«“]([^"«»“”]+)["»”]|\S+')
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand one after another, mostly one; the last may go on when the phrase is open."""

    words: tuple[str, ...]
    is_open: bool = False


def parse(query: str) -> list[Phrase]:
    """Return the query's phrases, of letters and digits alone; empty for a query that has none."""
    text = unicodedata.normalize("NFC", query[:MAX_LENGTH])
    for ligature, letters in LIGATURES.items():
        text = text.replace(ligature, letters)
    phrases: list[Phrase] = []
    left = MAX_WORDS
    for part in QUOTED.finditer(text):
        if words := tuple(WORD.findall(part[0]))[:left]:
            phrases.append(Phrase(words, is_open=part[1] is None))
            left -= len(words)
    return [Phrase(phrase.words) for phrase in phrases[:-1]] + [_last(phrase) for phrase in phrases[-1:]]


def _last(phrase: Phrase) -> Phrase:
    return Phrase(phrase.words, phrase.is_open and len(phrase.words[-1]) >= OPEN_FROM)
