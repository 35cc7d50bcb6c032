"""What is searched for: a query as a person types it, taken apart into words."""

import re
import unicodedata
from dataclasses import dataclass, replace

from newsroom.lib.fulltext.index import LIGATURES

# The beginning of a comment, pasted into the search, is enough to find its copies by; nobody types more.
MAX_LENGTH = 2000
MAX_WORDS = 50
# A shorter word is meant as it stands: half of all French words begin as « les » or « con » do.
OPEN_FROM = 4

# By their endings: « canaux » are those of a « canal », « bateaux » those of a « bateau ».
PLURALS = (("eaux", ("eau",)), ("aux", ("al", "au")), ("s", ("",)), ("x", ("",)))

QUOTED = re.compile(r'["«“]([^"«»“”]+)["»”]|\S+')
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand one after another, mostly one; the last may go on when the phrase is open."""

    words: tuple[str, ...]
    is_open: bool = False
    # It was put in quotation marks: each of its words is meant as it stands.
    is_quoted: bool = False

    @property
    def loose(self) -> tuple[str, ...]:
        """The other numbers of its last word, for an index of which other forms of a word are found too."""
        return () if self.is_quoted else other_numbers(self.words[-1])


def parse(query: str) -> list[Phrase]:
    """Return the query's phrases, of letters and digits alone; empty for a query that has none."""
    text = unicodedata.normalize("NFC", query[:MAX_LENGTH])
    for ligature, letters in LIGATURES.items():
        text = text.replace(ligature, letters)
    phrases: list[Phrase] = []
    left = MAX_WORDS
    for part in QUOTED.finditer(text):
        if words := tuple(WORD.findall(part[0]))[:left]:
            phrases.append(Phrase(words, is_quoted=part[1] is not None))
            left -= len(words)
    return [*phrases[:-1], *(_last(phrase) for phrase in phrases[-1:])]


def other_numbers(word: str) -> tuple[str, ...]:
    """Return the plurals of a singular, or the singulars of a plural, as French and English make most of theirs."""
    if len(word) < OPEN_FROM:
        return ()
    for plural, singulars in PLURALS:
        if word.lower().endswith(plural):
            return tuple(word[: -len(plural)] + singular for singular in singulars)
    if word.lower().endswith("al"):
        return (f"{word[:-2]}aux", f"{word}s")
    return (f"{word}s", f"{word}x") if word.lower().endswith("u") else (f"{word}s",)


def _last(phrase: Phrase) -> Phrase:
    is_open = not phrase.is_quoted and len(phrase.words[-1]) >= OPEN_FROM
    return replace(phrase, is_open=is_open)
