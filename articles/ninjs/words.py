"""The words of a news item: headline, kicker, standfirst and body."""

from collections.abc import Callable, Iterable

from articles.ninjs.incoming import BadItem
from articles.ninjs.properties import Properties, in_one_line, with_role
from newsroom.lib import markup, wire_html

STANDFIRST_ROLES = ("standfirst", "lead", "lede", "summary")
# Descriptions that say something of the item, and are none of its words.
NO_WORDS = {"caption", "alt", "writer", "keywords"}
# The first that can be read is the body.
READERS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("html", wire_html.read_html),
    ("nitf", wire_html.read_html),
    ("plain", wire_html.read_plain),
)
# How many blocks at the top of a body may repeat its headline or standfirst.
REPETITIONS = 3


def headline(item: Properties) -> str:
    """Return the headline: the main one, or the first that is no kicker; empty if there is none."""
    entries = item.objects("headlines")
    chosen = with_role(entries, "main", "") or [entry for entry in entries if entry.word("role") != "kicker"]
    return _first(chosen)


def kicker(item: Properties) -> str:
    """Return the kicker, or nothing."""
    return _first(with_role(item.objects("headlines"), "kicker"))


def standfirst_and_body(item: Properties) -> tuple[str, str]:
    """Return the standfirst and the body; the body repeats neither the headline nor the standfirst."""
    descriptions = [entry for entry in item.objects("descriptions") if entry.word("role") not in NO_WORDS]
    leads = with_role(descriptions, *STANDFIRST_ROLES)
    standfirst = _first(leads)
    # Some agencies send a short text as the description of an item without a body.
    body = _body(item.objects("bodies")) or _body(entry for entry in descriptions if entry not in leads) or _body(leads)
    said = {_folded(headline(item)), _folded(standfirst)} - {""}
    if markup.to_text(body) == _folded(standfirst):
        return "", body
    return standfirst, _without_repetition(body, said)


def _first(entries: list[Properties]) -> str:
    return in_one_line(entries[0]) if entries else ""


def _body(entries: Iterable[Properties]) -> str:
    """Return the first of the entries that can be read: HTML before NITF before plain text."""
    kinds = [(_kind(entry), entry) for entry in entries]
    for wanted, read in READERS:
        for kind, entry in kinds:
            body = _read(entry, read) if kind == wanted else ""
            if markup.to_text(body):
                return body
    return ""


def _kind(entry: Properties) -> str:
    """Return what a text is written in; its media type says more than its role."""
    media_type, role = entry.word("contenttype"), entry.word("role")
    if "nitf" in media_type or (role == "nitf" and not media_type):
        return "nitf"
    if "html" in media_type or (not media_type and role in {"html", "xhtml", "html5"}):
        return "html"
    if media_type:
        return "plain" if media_type.startswith("text/plain") else ""
    return "html" if "</" in entry.text("value") else "plain"


def _read(entry: Properties, read: Callable[[str], str]) -> str:
    try:
        return read(entry.text("value"))
    except markup.MarkupError as error:
        raise BadItem(entry.place, str(error)) from error


def _folded(text: str) -> str:
    """Return a text with plain spaces, as markup.to_text has them."""
    return " ".join(text.split())


def _without_repetition(body: str, said: set[str]) -> str:
    blocks = markup.blocks(body)
    kept = [block for place, block in enumerate(blocks) if place >= REPETITIONS or markup.to_text(block) not in said]
    return "\n".join(kept)
