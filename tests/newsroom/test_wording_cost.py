"""No text makes the look for listed phrases take longer than its length asks for."""

import sys
from types import FrameType
from typing import Any

import pytest

from newsroom.lib.wording import Phrase, find

PHRASES = [Phrase.of(text) for text in ("con", "merde", "connard", "enculé", "fils de pute", "a a a a b")]
HOSTILE = {
    "one letter": "a",
    "single letters": "c o n ",
    "other single letters": "a ",
    "accents": "\u0301\u0327",
    "letters and accents": "e\u0327\u0301",
    "zero width": "c\u200bo\u200bn ",
    "surrogates": "a\ud800",
    "marks": "!",
    "marks and letters": "!a",
    "doubtful digits": "a1b!c|d6e9",
    "doubtful digits in words": "a1b!c|d6eeefffggghhh ",
    "letters drawn out": "aaabbbcccddd",
    "digits": "1",
    "digits and letters": "a1",
    "ligatures": "ﬃ",
    "letters of flags": "🇨",
    "apostrophes": "l’",
    "a phrase that never ends": "fils de ",
}


@pytest.mark.parametrize("of", HOSTILE)
def test_the_work_grows_as_the_text_does(of: str) -> None:
    once, twice = (steps(hostile(of, size)) for size in (2_000, 4_000))

    assert twice <= 2.1 * once


@pytest.mark.parametrize("of", HOSTILE)
def test_a_hostile_text_comes_back(of: str) -> None:
    # What Python's own regular expressions and normalisation do, no count of steps shows: this would never end.
    find(hostile(of, 100_000), PHRASES)


def hostile(of: str, size: int) -> str:
    # A letter first, for the accents to stand on.
    return "e" + HOSTILE[of] * (size // len(HOSTILE[of]))


def steps(text: str) -> int:
    """Return how many lines of Python it takes to look for the phrases."""
    count = 0

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        find(text, PHRASES)
    finally:
        sys.settrace(before)
    return count
