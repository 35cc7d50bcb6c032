"""From an article to the sentences that are read aloud, each with the stretch of the page that it stands on. Pure.

A stretch is counted in signs that are no spaces, from the beginning of its part of the page, pictures and what stands
under them left out: so neither the no-break spaces set at render nor a picture in between moves it.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from html import unescape

# What a browser calls a space in a pattern, so that both sides count alike (ECMA-262, WhiteSpace and LineTerminator).
SPACES = frozenset("\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff") | set(map(chr, range(0x2000, 0x200B)))
TOKEN = re.compile(r"<(/?)([a-z0-9]+)[^>]*>|([^<]+)")
# A paragraph of the sound ends where one of these begins or ends.
PARAGRAPHS = frozenset({"p", "h2", "h3", "ul", "ol", "li", "blockquote", "figure", "hr"})
# A sentence ends with one of these signs, what closes it, a space, and what begins another.
END = re.compile(r"[.!?…]+[»”\"')\]]*(?:[\s\u202f]*»)?(?=[\s\u202f]+[«“\"'(\[—–-]*[\s\u202f]*[A-ZÀ-ÖØ-Þ0-9])")
BEFORE_STOP = re.compile(r"([\w-]+(?:\.[\w-]+)*)\.$")
INITIALS = re.compile(r"[A-ZÀ-Ý](?:[.-]+[A-ZÀ-Ý])*")
ABBREVIATIONS = frozenset(
    {
        "m", "mm", "mme", "mmes", "mlle", "dr", "pr", "me", "st", "ste", "art", "av", "apr", "bd", "cf", "chap", "env",
        "ex", "fig", "hab", "no", "op", "p", "pp", "s", "t", "tél", "vol", "mr", "mrs", "ms", "prof", "gen", "sen",
        "rep", "gov", "e.g", "i.e", "vs", "jan", "feb", "aug", "sept", "oct", "nov", "dec", "j.-c",
    }
)  # fmt: skip
SIGNED = {"fr": ("Par", "et"), "en": ("By", "and")}
# A voice says no more than that in one breath: more is cut at a sign, or at a word's end.
LONGEST = 300
SHORTEST = 100
CUTS = (re.compile(r"[;:—–](?=\s)"), re.compile(r",(?=\s)"), re.compile(r"\s"))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is written, and where: between two counts of signs of its part of the page."""

    part: str
    text: str
    first: int
    last: int
    ends_paragraph: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """What an article says, as it is kept."""

    headline: str
    standfirst: str
    body: str
    byline: tuple[str, ...] = ()
    language: str = "fr"


def of(text: Text) -> list[Sentence]:
    """Return the sentences of the article, in the order in which they are read."""
    said = [*_sentences("headline", _plain(text.headline))]
    if text.byline:
        said.append(Sentence("byline", _signed(text.byline, text.language), 0, 0, ends_paragraph=True))
    said += _sentences("standfirst", _plain(text.standfirst))
    for paragraph in _paragraphs(text.body):
        said += _sentences("body", paragraph)
    return said


def digest(sentences: Iterable[Sentence]) -> str:
    """Return what names the script: another text, or the same elsewhere on the page, has another."""
    return hashlib.sha256(json.dumps([astuple(one) for one in sentences]).encode()).hexdigest()


class Paragraph:
    """Text, and for each of its characters how many signs of the part stand before it."""

    def __init__(self, begins: int = 0) -> None:
        self.text = ""
        self.places = [begins]

    def add(self, text: str, *, is_written: bool = True) -> None:
        """Add text; what is not written on the page, for a line's end, counts as nothing."""
        self.text += text
        place = self.places[-1]
        for sign in text:
            # The browser counts a sign beyond the first plane as two.
            place += 0 if sign in SPACES or not is_written else 1 + (ord(sign) > 0xFFFF)
            self.places.append(place)


def _signed(names: tuple[str, ...], language: str) -> str:
    """Return « Par Alice et Basile », in the language of the article."""
    by, both = SIGNED.get(language.partition("-")[0].lower(), ("", ","))
    *others, last = names
    return " ".join(filter(None, (by, ", ".join(others), both if others else "", last))).replace(" ,", ",")


def _plain(text: str) -> Paragraph:
    paragraph = Paragraph()
    paragraph.add(text)
    return paragraph


def _paragraphs(body: str) -> Iterator[Paragraph]:
    """Give the paragraphs of clean HTML; what stands in a figure is not read, and counts as nothing."""
    paragraph, in_figure = Paragraph(), False
    for closes, tag, text in TOKEN.findall(body):
        if text and not in_figure:
            paragraph.add(unescape(text))
        if tag == "br":
            paragraph.add(" ", is_written=False)
        if tag == "figure":
            in_figure = not closes
        if tag in PARAGRAPHS:
            yield paragraph
            paragraph = Paragraph(paragraph.places[-1])
    yield paragraph


def _sentences(part: str, paragraph: Paragraph) -> Iterator[Sentence]:
    """Give the sentences of a paragraph, what is no more than spaces left out."""
    spans = [span for start, end in _spans(paragraph.text) if (span := _stripped(paragraph.text, start, end))]
    for number, (start, end) in enumerate(spans, start=1):
        places = paragraph.places
        yield Sentence(part, paragraph.text[start:end], places[start], places[end], number == len(spans))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in [*_ends(text), len(text)]:
        while end - start > LONGEST:
            cut = start + _cut(text[start:end])
            yield start, cut
            start = cut
        yield start, end
        start = end


def _ends(text: str) -> Iterator[int]:
    """Give where each sentence but the last ends."""
    for found in END.finditer(text):
        before = BEFORE_STOP.search(text[max(0, found.start() - 40) : found.start() + 1])
        # « M. Dupont », « J. Dupont », « C.H.U. »: no sentence ends there.
        word = before[1] if before and text[found.start() : found.end()] == "." else ""
        if word.lower() not in ABBREVIATIONS and not INITIALS.fullmatch(word):
            yield found.end()


def _cut(text: str) -> int:
    """Return where a sentence too long for one breath is cut."""
    for cuts in CUTS:
        if places := [one.end() for one in cuts.finditer(text, SHORTEST, LONGEST)]:
            return places[-1]
    return LONGEST


def _stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start] in SPACES:
        start += 1
    while end > start and text[end - 1] in SPACES:
        end -= 1
    return (start, end) if start < end else None
