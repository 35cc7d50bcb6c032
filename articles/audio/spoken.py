"""From a sentence as it is written to the words that a voice is given, in French and in English. Pure.

The rules of a language are a table, done from top to bottom. A voice gets letters, digits and the signs that make it
pause: nothing that it would take for an order, and nothing that it would choke on.
"""

import re
import unicodedata
from collections.abc import Mapping

from articles.audio import english, french
from articles.audio.rules import Rules

# A token that long is no word: one voice was seen never to end over four hundred letters.
WORD_MAX_LENGTH = 60
LONGEST_NUMBER = 12
RULES: dict[str, Rules] = {"fr": french.RULES, "en": english.RULES}
SPACES = re.compile(r"[\s\u00a0\u202f\u2007\u2009\ufeff]+")
QUOTES = str.maketrans({"’": "'", "ʼ": "'", "\u00ad": "", "\u200b": "", "\u2011": "-", "−": "-"})
BRACKETS = re.compile(r"\s*[()\[\]]\s*|\s+[—–-]\s+|\s*—\s*")
UNSPOKEN = re.compile(r"[«»“”„\"<>{}|^~\\*_#`=]")
COMMAS = re.compile(r"\s*,(?:\s*,)*\s*(?=[.,;:!?…]|$)|^[\s,;:.!?…-]+")
DOUBLE_COMMAS = re.compile(r"\s*,(?:\s*,)+")
BEFORE_SIGN = re.compile(r"\s+(?=[,.;:!?…])")
LONG_NUMBER = re.compile(rf"\d{{{LONGEST_NUMBER + 1},}}")
ENDS = re.compile(r"[.!?…]$")
# Pictures, flags, dingbats, marks of their own: Unicode's « other symbols » and what joins them.
DROPPED = frozenset({"So", "Sk", "Cs", "Co", "Cn", "Cf", "Cc", "Mn", "Me"})
KEPT_SIGNS = frozenset("°")


def words(sentence: str, language: str, lexicon: Mapping[str, str]) -> str:
    """Return what is spoken for a sentence; nothing, where it holds neither a letter nor a digit.

    `lexicon` says how a word, or some words, are to be read: it comes before any rule.
    """
    text = SPACES.sub(" ", unicodedata.normalize("NFC", sentence)).translate(QUOTES)
    text = _by_lexicon(text, lexicon)
    for pattern, replacement in RULES.get(language.partition("-")[0].lower(), ()):
        text = pattern.sub(replacement, text)
    return _sayable(text)


def _by_lexicon(text: str, lexicon: Mapping[str, str]) -> str:
    """Put what is to be read in the place of what is written: whole words, the longest entry first."""
    if not lexicon:
        return text
    written = sorted((one.translate(QUOTES) for one in lexicon), key=len, reverse=True)
    read = {one.translate(QUOTES): said for one, said in lexicon.items()}
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, written))})(?!\w)")
    return pattern.sub(lambda found: read[found[0]], text)


def _sayable(text: str) -> str:
    text = "".join(map(_sign, text))
    text = UNSPOKEN.sub(" ", BRACKETS.sub(", ", text))
    text = LONG_NUMBER.sub(lambda found: " ".join(found[0]), text)
    text = " ".join(token for token in text.split() if len(token) < WORD_MAX_LENGTH)
    text = BEFORE_SIGN.sub("", DOUBLE_COMMAS.sub(",", COMMAS.sub("", text))).strip()
    if not any(sign.isalnum() for sign in text):
        return ""
    return text if ENDS.search(text) else f"{text.rstrip(' ,;:-')}."


def _sign(sign: str) -> str:
    return " " if unicodedata.category(sign) in DROPPED and sign not in KEPT_SIGNS else sign
