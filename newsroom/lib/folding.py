"""Fold names to a key that is equal for names a reader could not tell apart."""

import unicodedata

# Letters of other scripts, and digits, that look like Latin letters (Unicode TR39's confusables, those a name is
# forged with). Applied after case folding, so lower case alone is listed.
LOOK_ALIKES = str.maketrans(
    {
        "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "һ": "h", "і": "i", "ј": "j", "к": "k", "ӏ": "l", "м": "m",
        "н": "h", "о": "o", "р": "p", "ԛ": "q", "г": "r", "ѕ": "s", "т": "t", "у": "y", "ѵ": "v", "ԝ": "w", "х": "x",
        "ҽ": "e", "ь": "b", "α": "a", "β": "b", "ε": "e", "η": "n", "ι": "i", "κ": "k", "μ": "u", "ν": "v", "ο": "o",
        "ρ": "p", "σ": "o", "τ": "t", "υ": "u", "χ": "x", "ω": "w", "ζ": "z", "γ": "y", "ա": "w", "օ": "o", "ո": "n",
        "ս": "u", "հ": "h", "ı": "i", "ɩ": "i", "ɑ": "a", "ɡ": "g", "ꞵ": "b", "0": "o", "1": "l", "3": "e", "5": "s",
        "|": "l", "!": "l", "$": "s", "@": "a", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ß": "ss",
    }
)  # fmt: skip
# `i`, `l` and `1` are one stroke in most typefaces; the key keeps one of them. `rn` reads as `m`, `vv` as `w`.
ONE_STROKE = str.maketrans({"i": "l", "j": "l"})
PAIRS = (("rn", "m"), ("vv", "w"))


def fold(name: str) -> str:
    """Return the key of a name: no case, accents, look-alikes, punctuation, spaces or invisible characters.

    Empty for a name that shows nothing. « Zoé », « ZOE », « z0e » and « Ζoe » (Greek) share one key.
    """
    text = unicodedata.normalize("NFKD", name).casefold().translate(LOOK_ALIKES)
    text = unicodedata.normalize("NFKD", text).casefold().translate(LOOK_ALIKES)
    text = "".join(character for character in text if unicodedata.category(character)[0] in "LN")
    for pair, letter in PAIRS:
        text = text.replace(pair, letter)
    return text.translate(ONE_STROKE)
