"""What the rules of every language are made of."""

import re
from collections.abc import Callable

type Rules = tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]

SPACE = r"[ \u00a0\u202f]"
URL = re.compile(r"(?:https?://|www\.)[^\s<>«»]+[\w/]", re.IGNORECASE)
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# « 1 200 000 »: a space parts the thousands, and no four digits follow.
THOUSANDS = re.compile(rf"(?<![\d,.])\d{{1,3}}(?:{SPACE}\d{{3}})+(?!\d)")
CAPITALS = re.compile(r"(?<![\w.'-])(?:[A-Z]\.){2,6}(?!\w)|(?<![\w-])[A-Z][A-Z0-9]{1,4}(?![\w])|(?<=')[A-Z]{2,5}(?!\w)")
INITIAL = re.compile(r"(?<!\w)([A-ZÀ-Ý](?:h|hr)?)\.(?=(?:-[A-Z]\.)?[\s-]+[A-ZÀ-Ý])")


def host(address: str) -> str:
    """Return the name of the site that an address leads to, without what nobody says."""
    name = re.sub(r"^(?:https?://)?(?:www\.)?", "", address, flags=re.IGNORECASE)
    return re.split(r"[/?#:]", name)[0].strip(".")


def spelled(found: re.Match[str], said: frozenset[str]) -> str:
    """Return an acronym letter by letter, unless it is read as a word."""
    if found.string.isupper() and " " in found.string:
        # The whole sentence shouts: a word is no acronym for that.
        return found[0]
    letters = found[0].replace(".", "")
    return letters.capitalize() if letters in said else " ".join(letters)


def joined(found: re.Match[str]) -> str:
    """Return a number without what parts its thousands."""
    return re.sub(r"\D", "", found[0])
