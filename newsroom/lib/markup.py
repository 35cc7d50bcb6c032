"""The one door for HTML: article bodies are cleaned to an allow-list, comments are escaped and made clickable.

Bleach gets no more security fixes since June 2026, so nh3, an independent parser, stands behind it. Nothing else in
the project imports either.
"""

import re
from collections.abc import Iterable, MutableMapping
from html import unescape
from itertools import pairwise
from urllib.parse import urljoin

import bleach
import nh3
from bleach.linkifier import Linker
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import normalize_newlines

BODY_TAGS = {
    "p", "h2", "h3", "strong", "em", "a", "ul", "ol", "li", "blockquote", "figure", "figcaption", "img", "br", "hr",
}  # fmt: skip
BODY_ATTRIBUTES = {"a": {"href", "title", "lang"}, "img": {"src", "alt", "width", "height"}, "hr": {"class"}}
LINK_SCHEMES = {"http", "https", "mailto"}
WALL_MARK = '<hr class="wall">'
# A body longer, denser or deeper than any article is refused: the parsers' time grows faster than their input.
BODY_MAX_LENGTH = 300_000
BODY_MAX_TAGS = 10_000
BODY_MAX_DEPTH = 40
LINKED_MAX_LENGTH = 20_000
# What its writer meant as an address. Bleach's own pattern knows the top-level domains of 2012 and needs no scheme:
# it links neither `https://a.paris` nor `https://b.news`, but « C'est fini.Il part », whose `.il` is Israel's.
# Quotes and angle brackets end it, which the escaped text spells as entities; so does a sentence's own punctuation.
# A run of brackets is taken whole or not at all: tried from each of them, two thousand would take half a second.
WRITTEN_ADDRESS = re.compile(
    r"(?<![\w@./(-])\(*+(?:https?://|www\.)(?:(?!&(?:quot|#x27|lt|gt);)[^\s<>«»])+(?<![.,:!?…])", re.IGNORECASE
)
# Elements whose text is no text of the article.
DROPPED_WITH_TEXT = {"script", "style", "template", "noscript", "svg", "math", "iframe", "object", "title"}
VOID = {"br", "hr", "img"}
BLOCK_TAGS = {"p", "h2", "h3", "ul", "ol", "blockquote", "figure", "hr"}
# All but tab and line feed; a database refuses NUL.
CONTROL_CHARACTERS = dict.fromkeys({*range(0x20), 0x7F} - {0x09, 0x0A})
TAG = re.compile(r"<[^>]*>")
ADDRESS = re.compile(r'(\s(?:href|src)=")([^"]*)(")')
SPACES = re.compile(r"\s+")
OPENED_OR_CLOSED = re.compile(r"<(/?)([a-z0-9]+)")
# A browser drops tabs and line ends from an address and reads a backslash as a slash: `/\t/host` is another host.
LOCAL_ADDRESS = re.compile(r"/(?![/\\])[^\s\\\x00-\x1f]*")
WITHOUT_ADDRESS = re.compile(r'<img(?![^>]* src="[^"])[^>]*>')
PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>")


class MarkupError(ValueError):
    """An HTML text that is not read at all; the message says why in a developer's English."""


class Clean(str):
    """HTML as clean_body returns it. Whatever is made of it is a plain text again, to be cleaned."""

    __slots__ = ()


def clean_body(html: str) -> Clean:
    """Return the HTML of an article's body with nothing in it but the allow-list.

    What is not allowed is dropped, its text kept (a script's text too is dropped), and so are empty paragraphs and
    pictures without an address. Raises MarkupError past BODY_MAX_LENGTH characters, BODY_MAX_TAGS tags or
    BODY_MAX_DEPTH open elements. Cleaning twice changes nothing.
    """
    if isinstance(html, Clean):
        return html
    check_size(html)
    # nh3 goes first too: it reads broken HTML in linear time, so that bleach meets a well-formed and shallow text.
    text = _by_nh3(storable(html))
    # It closes what was left open, and so may write more than it read.
    check_size(text)
    _check_depth(text)
    text = bleach.clean(
        text,
        tags=BODY_TAGS,
        attributes={tag: list(names) for tag, names in BODY_ATTRIBUTES.items()},
        protocols=LINK_SCHEMES,
        strip=True,
    )
    return Clean(EMPTY_PARAGRAPH.sub("", WITHOUT_ADDRESS.sub("", _by_nh3(text))).strip())


def trusted(html: str) -> SafeString:
    """Return stored clean HTML as a template shows it; nh3 passes it once more, in case a row was written by hand."""
    return mark_safe(_by_nh3(html))  # noqa: S308 - the allow-list has just been applied


def storable(html: str) -> str:
    """Return the text without control characters and without halves of a surrogate pair, which JSON can spell."""
    return normalize_newlines(html).translate(CONTROL_CHARACTERS).encode("utf-8", "replace").decode()


def plain_to_html(text: str) -> str:
    """Return a plain text as paragraphs; a blank line parts them, a single line end becomes `<br>`."""
    paragraphs = re.split(r"\n[ \t]*\n+", normalize_newlines(text).strip())
    return "\n".join(f"<p>{escape(p.strip()).replace(chr(10), '<br>')}</p>" for p in paragraphs if p.strip())


def linked_paragraphs(text: str) -> SafeString:
    """Return a reader's plain text, escaped, in paragraphs, its addresses clickable and untrusted.

    The text must be capped by the caller; past LINKED_MAX_LENGTH its addresses are left plain.
    """
    html = plain_to_html(text)
    if len(text) <= LINKED_MAX_LENGTH and ("://" in text or "www." in text.lower()):
        html = Linker(callbacks=[_untrusted], url_re=WRITTEN_ADDRESS).linkify(html)
    return mark_safe(html)  # noqa: S308 - escaped above, and made of it


def marked_paragraphs(text: str, spans: Iterable[tuple[int, int]]) -> SafeString:
    """Return plain text, escaped, in paragraphs, with the stretches between the code points of each span marked."""
    found = sorted(spans)
    html = "\n".join(f"<p>{_marked(text, part.start(), part.end(), found)}</p>" for part in PARAGRAPH.finditer(text))
    return mark_safe(html)  # noqa: S308 - escaped piece by piece, and made of it


def _marked(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> str:
    """Return the stretch of the text, escaped, what the spans have of it marked; where two overlap, once."""
    pieces, place = [], start
    for first, last in spans:
        first, last = max(first, place), min(last, end)
        if first < last:
            pieces += [escape(text[place:first]), f"<mark>{escape(text[first:last])}</mark>"]
            place = last
    return "".join([*pieces, escape(text[place:end])]).replace("\n", "<br>")


def addresses(text: str) -> list[tuple[int, int]]:
    """Return where the addresses stand in a reader's plain text that `linked_paragraphs` makes clickable."""
    # Quotes end an address, as the entities they become do.
    found = WRITTEN_ADDRESS.finditer(text.replace('"', "<").replace("'", "<"))
    return [(one.end() - len(one[0].lstrip("(")), one.end()) for one in found]


def to_text(html: str) -> str:
    """Return the words of clean HTML as one line of plain text."""
    return SPACES.sub(" ", unescape(TAG.sub(" ", html))).strip()


def read_elsewhere(html: str, page: str) -> SafeString:
    """Return stored clean HTML, trusted, as it is read away from its page: its links and pictures are found there."""
    found = TAG.sub(lambda tag: ADDRESS.sub(lambda it: _absolute(it, page), tag[0]), trusted(html))
    return mark_safe(found)  # noqa: S308 - the addresses in it are escaped as they were


def word_count(html: str) -> int:
    """Return how many words a reader reads in clean HTML."""
    return len(to_text(html).split())


def blocks(html: str) -> list[str]:
    """Return the top-level blocks of a clean body, in order; loose text between two blocks is one of them."""
    cuts, depth = [0], 0
    for tag in OPENED_OR_CLOSED.finditer(html):
        closed, name = tag.groups()
        if not closed and depth == 0 and name in BLOCK_TAGS:
            cuts.append(tag.start())
        if name not in VOID:
            depth += -1 if closed else 1
        if depth == 0 and name in BLOCK_TAGS:
            cuts.append(html.index(">", tag.end()) + 1)
    pieces = [html[start:end].strip() for start, end in pairwise([*cuts, len(html)])]
    return [piece for piece in pieces if piece]


def _absolute(address: re.Match[str], page: str) -> str:
    try:
        return f"{address[1]}{escape(urljoin(page, unescape(address[2])))}{address[3]}"
    except ValueError:
        # No address at all, as `//[` is none: it leads nowhere from here either.
        return address[0]


def _by_nh3(html: str) -> str:
    return nh3.clean(
        html,
        tags=BODY_TAGS,
        clean_content_tags=DROPPED_WITH_TEXT,
        attributes=BODY_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=LINK_SCHEMES,
        link_rel=None,
    )


def check_size(html: str) -> None:
    """Refuse a text longer or denser than any article."""
    if len(html) > BODY_MAX_LENGTH:
        raise MarkupError(f"the body has {len(html)} characters; {BODY_MAX_LENGTH} are allowed")
    if html.count("<") > BODY_MAX_TAGS:
        raise MarkupError(f"the body has {html.count('<')} tags; {BODY_MAX_TAGS} are allowed")


def _check_depth(html: str) -> None:
    """Refuse well-formed HTML that nests too deep."""
    depth = 0
    for closed, tag in OPENED_OR_CLOSED.findall(html):
        if tag not in VOID:
            depth += -1 if closed else 1
        if depth > BODY_MAX_DEPTH:
            raise MarkupError(f"the body nests more than {BODY_MAX_DEPTH} elements")


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Keep what is allowed by value: the wall mark's class, pictures of this site only."""
    if tag == "hr":
        return value if value == "wall" else None
    if tag == "img" and name == "src":
        # A page contacts no third party, so a picture elsewhere loses its address.
        return value if LOCAL_ADDRESS.fullmatch(value) else None
    if tag == "img" and name in {"width", "height"}:
        return value if value.isascii() and value.isdigit() else None
    return value


def _untrusted(
    attributes: MutableMapping[tuple[str | None, str], str], _new: bool = False, /
) -> MutableMapping[tuple[str | None, str], str]:
    attributes[(None, "rel")] = "ugc nofollow noopener noreferrer"
    return attributes
