"""French typography, set at render: no line begins with a sign that belongs to the word before it."""

import re

NARROW = "\u202f"
WIDE = "\u00a0"
# Lexique des règles typographiques en usage à l'Imprimerie nationale: a thin space before ; ! ?, a word space before :
# and inside guillemets; none of them breaks.
BEFORE_HIGH_SIGN = re.compile(r"[ \u00a0](?=[;!?])")
BEFORE_COLON_OR_CLOSING = re.compile(r" (?=[:»])")
AFTER_OPENING = re.compile(r"(?<=«) ")


def set_spaces(text: str, language: str) -> str:
    """Return the text, plain or HTML, with French no-break spaces where it has spaces; other languages unchanged.

    Only spaces that are there become no-break ones, so an address or an entity, which hold none, stay as they are.
    """
    if language.partition("-")[0] != "fr":
        return text
    text = BEFORE_HIGH_SIGN.sub(NARROW, text)
    return AFTER_OPENING.sub(WIDE, BEFORE_COLON_OR_CLOSING.sub(WIDE, text))
