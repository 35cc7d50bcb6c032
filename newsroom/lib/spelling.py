"""Read each word of a reader's text as people do, who see through its disguise."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby, product
from typing import NamedTuple

from newsroom.lib.look_alikes import GREEK_CAPITALS, LETTERS, SHOWING_NOTHING, SIGNS

DIGITS = "0123456789"
# The letters that a digit or a sign may stand for in a word that mixes it with letters. Of two, both are tried.
READINGS = SIGNS | {
    "1": "il", "|": "il", "!": "il", "2": "z", "4": "a", "6": "bg", "7": "t", "8": "b", "9": "gq",
    "+": "t", "£": "l", "¢": "c", "©": "c", "®": "r", "℮": "e",
}  # fmt: skip
# Shorter, or with one letter among digits, it is a number, a unit, a name: « 10€ », « k€ », « 5s », « 35h », « A55 ».
SHORTEST_MIXED = 3
FEWEST_NOT_DIGITS = 2
# A word with more doubts than this (digits of two readings, letters drawn out) has each of them settled alike.
MOST_DOUBTS = 4
# « connard93 » is « connard »; « PS5 » is not « PS ».
SHORTEST_CORE = 3
# Signs that end a word (« merde! », « 18+ ») and are no letter of it.
ENDING = "!！+＋"
DRAWN_OUT = re.compile(r"([^\W\d_])\1\1")

# Accents and invisible characters: soft hyphen, zero width, variation selectors. Past the first plane, which would slow
# each look, those alone that show nothing at all (Default_Ignorable_Code_Point).
VANISHING = (
    "".join(
        character
        for first, end in ((0xAD, 0xAE), (0x300, 0x3100), (0xA600, 0xAC00), (0xFB00, 0x10000))
        for character in map(chr, range(first, end))
        if unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"}
    )
    + "\u2065\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Letters that show as a space (Hangul fillers): they may part two words, or be nothing inside one.
FILLERS = "\u115f\u1160\u3164\uffa0"
# The letters that flags are made of.
FLAG_HALVES = {0x1F1E6 + place: chr(ord("a") + place) for place in range(26)}
# What may be a letter of a word, or stand between two.
PARTING = re.escape("".join(sorted(READINGS.keys() - set(DIGITS)))) + f"！｜＄＠￡￠＋{FILLERS}\U0001f1e6-\U0001f1ff"
GREEK_CAPITAL = re.compile("[ΗΝΜΥ]")
# Letters in parentheses, on disks and squares: no letters by their category.
ENCLOSED = "\u249c-\u24e9\U0001f110-\U0001f189"
# Not the modifier letters that show as apostrophes. Nothing is tried twice (`++`, `*+`): no other way would lead on.
LETTERS_OR_DIGITS = rf"[^\W_\u02b9-\u02df\u02ec-\u02ff{FILLERS}]++"
VANISHED = re.compile(f"[{VANISHING}]+")
WORD = re.compile(f"(?:{LETTERS_OR_DIGITS}|[{ENCLOSED}])(?:{LETTERS_OR_DIGITS}|[{ENCLOSED}{VANISHING}]++)*+")
PIECE = re.compile(
    f"(?:{LETTERS_OR_DIGITS}|[{ENCLOSED}{PARTING}])(?:{LETTERS_OR_DIGITS}|[{ENCLOSED}{VANISHING}{PARTING}]++)*+"
)
# What is left of a decomposed character and is neither letter, digit nor sign.
DROPPED = re.compile(rf"[^\w{re.escape(''.join(READINGS))}]+|_+")
HOLDS_SIGN = re.compile(f"[{PARTING}]")
# Matched against a piece turned round.
ENDED = re.compile(f"(?:[{VANISHING}]*[{ENDING}])*")
# A longer piece is no word that comes back. A text that holds one is read anew, so that none fills the memory.
LONGEST_REMEMBERED = 40


class Word(NamedTuple):
    """A word: where it stands, in code points, and how it may be spelled, folded; the plainest spelling first."""

    start: int
    end: int
    spellings: tuple[str, ...]


class Piece(NamedTuple):
    """What stands between spaces: the words that its signs part, and the one word it is if its signs are letters."""

    parted: tuple[Word, ...]
    whole: Word | None
    # Of all these words.
    spellings: tuple[str, ...]
    # The parted words in figures: 1 for a single letter, 0 for a longer word.
    shape: str


def pieces(text: str) -> list[Piece]:
    """Return what spaces, apostrophes, hyphens and the other punctuation part."""
    found = PIECE.findall(text)
    is_remembered = max(map(len, found), default=0) <= LONGEST_REMEMBERED
    return [*map(_remembered if is_remembered else _read, found)]


def starts(text: str) -> Iterator[int]:
    """Yield where each piece begins."""
    return (match.start() for match in PIECE.finditer(text))


def _read(piece: str) -> Piece:
    if piece.isascii() and piece.isalpha():
        return _piece((Word(0, len(piece), tuple(_drawn_in(piece.lower()))),), None)
    words = (Word(match.start(), match.end(), _spellings(match[0])) for match in WORD.finditer(piece))
    parted = tuple(word for word in words if word.spellings)
    end = len(piece) - _ending_signs(piece)
    if not HOLDS_SIGN.search(piece, 0, end):
        return _piece(parted, None)
    whole = Word(0, end, _spellings(piece[:end]))
    if not whole.spellings:
        return _piece(parted, None)
    return _piece(parted, whole) if parted else _piece((whole,), None)


def _piece(parted: tuple[Word, ...], whole: Word | None) -> Piece:
    words = (*parted, whole) if whole else parted
    spellings = tuple(spelling for word in words for spelling in word.spellings)
    return Piece(parted, whole, spellings, "".join("01"[len(word.spellings[0]) == 1] for word in parted))


_remembered = lru_cache(maxsize=1 << 14)(_read)


def _ending_signs(piece: str) -> int:
    """Return how many characters at its end are signs that end a word, or vanish among them."""
    match = ENDED.match(piece[::-1])
    return match.end() if match else 0


def _spellings(word: str) -> tuple[str, ...]:
    """Return how the word may be spelled: as it stands, without digits around it, with letters for digits and signs."""
    folded = _fold(word)
    if folded.isalpha():
        return tuple(_drawn_in(folded))
    core = folded.strip(DIGITS)
    candidates = [folded, core] if len(core) >= SHORTEST_CORE else [folded]
    spellings = [spelling for candidate in candidates for spelling in (candidate, *readings(candidate))]
    return tuple(dict.fromkeys(drawn for spelling in spellings if spelling.isalnum() for drawn in _drawn_in(spelling)))


def _fold(word: str) -> str:
    """Return the word without case, accents, look-alikes and invisible characters; its digits and signs stay."""
    if word.isascii():
        return word.lower()
    # These first: to decompose a run of accents takes a time that grows with the square of its length.
    text = unicodedata.normalize("NFKD", VANISHED.sub("", word))
    if GREEK_CAPITAL.search(text) and not _is_greek(text):
        text = text.translate(GREEK_CAPITALS)
    # Twice: a case fold or a look-alike can stand for what decomposes, or folds, again.
    for _pass in range(2):
        text = unicodedata.normalize("NFKD", text).casefold().translate(LETTERS)
    text = text.translate(SHOWING_NOTHING).translate(FLAG_HALVES)
    return DROPPED.sub("", text)


def _is_greek(text: str) -> bool:
    return all("GREEK" in unicodedata.name(character, "") for character in text if character.isalpha())


def readings(folded: str) -> list[str]:
    """Return the word with letters for its digits and signs; nothing when it does not mix them with letters."""
    not_digits = sum(character not in DIGITS for character in folded)
    if len(folded) < SHORTEST_MIXED or not_digits < FEWEST_NOT_DIGITS or not any(map(str.isalpha, folded)):
        return []
    options: list[list[str]] = []
    for character, run in groupby(folded):
        length, letters = len(list(run)), READINGS.get(character, character)
        # The same digit many times over is one doubt.
        options += [[letter * length for letter in letters]] if length > 2 else [list(letters)] * length
    return _combined(options)


def _drawn_in(spelling: str) -> list[str]:
    """Return the spelling, and with each letter that stands three times or more in a row once, and twice."""
    if not DRAWN_OUT.search(spelling):
        return [spelling]
    runs = [(character, len(list(run))) for character, run in groupby(spelling)]
    return [spelling, *_combined([[c, c * 2] if n > 2 and c.isalpha() else [c * n] for c, n in runs])]


def _combined(options: list[list[str]]) -> list[str]:
    """Return each way to choose among the options, in order; when they are many, all first ones and all last ones."""
    if sum(len(choices) > 1 for choices in options) > MOST_DOUBTS:
        return ["".join(choices[0] for choices in options), "".join(choices[-1] for choices in options)]
    return ["".join(chosen) for chosen in product(*options)]
