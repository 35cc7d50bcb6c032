"""Fold names to a key that is equal for names a reader could not tell apart."""

import unicodedata

from newsroom.lib.look_alikes import GREEK_CAPITALS, LETTERS, SHOWING_NOTHING, SIGNS

LOOK_ALIKES = LETTERS | str.maketrans(SIGNS)
# `i`, `l` and `1` are one stroke in most typefaces; the key keeps one of them. `rn` reads as `m`, `vv` as `w`.
ONE_STROKE = str.maketrans({"i": "l", "j": "l"})
PAIRS = (("rn", "m"), ("vv", "w"))


def fold(name: str) -> str:
    """Return the key of a name: no case, accents, look-alikes, punctuation, spaces or invisible characters.

    Empty for a name that shows nothing. « Zoé », « ZOE », « z0e » and « Ζoe » (Greek) share one key.
    """
    text = unicodedata.normalize("NFKD", name)
    if any("LATIN" in unicodedata.name(character, "") for character in text):
        text = text.translate(GREEK_CAPITALS)
    # Twice: a case fold or a look-alike can stand for what decomposes, or folds, again.
    for _pass in range(2):
        text = unicodedata.normalize("NFKD", text).casefold().translate(LOOK_ALIKES)
    text = text.translate(SHOWING_NOTHING)
    text = "".join(character for character in text if unicodedata.category(character)[0] in "LN")
    for pair, letter in PAIRS:
        text = text.replace(pair, letter)
    return text.translate(ONE_STROKE)
