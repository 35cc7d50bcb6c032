"""Read the HTML of agencies and other systems, and NITF, into the few elements of an article's body.

What they write is rarely wrong and never alike: paragraphs are `<p>`, `<div>`, two `<br>` or bare text, headings
begin at any level, whole pages come with their `<head>`. The result is not trusted: it goes through markup.clean_body.
"""

import re
from html import escape
from html.parser import HTMLParser

from newsroom.lib import markup

RENAMED = {
    "h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3", "b": "strong", "strong": "strong",
    "i": "em", "em": "em", "cite": "em", "p": "p", "ul": "ul", "ol": "ol", "li": "li", "blockquote": "blockquote",
    # NITF 3.6
    "hl2": "h2", "bq": "blockquote",
}  # fmt: skip
INLINE = {"strong", "em"}
# What a link says besides where it leads.
LINK = ("title", "lang")
HOLD_TEXT = {"p", "h2", "h3", "li"}
# Elements that part paragraphs without being any.
CONTAINERS = {
    "html", "body", "div", "section", "article", "main", "header", "footer", "aside", "address", "center", "pre",
    "table", "tr", "caption", "dl", "dt", "dd", "nitf", "body.content", "block", "nitf-table",
}  # fmt: skip
CELLS = {"td", "th"}
# Elements whose words are not the article's. A figure shows a picture that stands elsewhere.
SKIPPED = {
    "head", "title", "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "video", "audio",
    "form", "button", "select", "textarea", "nav", "figure", "picture", "body.head", "body.end", "docdata", "media",
}  # fmt: skip
BLANK = re.compile(r"[ \t\r\n\f]+")
BLOCK = re.compile(r"<(?:p|h[1-6]|ul|ol|li|blockquote|figure|hr|div|table|section)\b", re.IGNORECASE)
INLINE_TAG = re.compile(r"</(?:strong|em|a|b|i)>|<br\s*/?>", re.IGNORECASE)
EDGES = re.compile(r"(<(?:p|h2|h3|li)>) |(?:<br>| )+(</(?:p|h2|h3|li)>)")
BLANK_LINE = re.compile(r"\n[ \t]*\n")


def read_html(html: str) -> str:
    """Return the body that HTML or NITF holds, clean; raise MarkupError for one that no article has."""
    markup.check_size(html)
    rewriter = _Rewriter()
    # A tag that never ends is no text, and html.parser would look for its end once for every `<` in it.
    finished, end, rest = html.rpartition(">")
    rewriter.feed(finished + end + rest.partition("<")[0])
    rewriter.close()
    return markup.clean_body(EDGES.sub(r"\1\2", "".join(rewriter.written)))


def read_plain(text: str) -> str:
    """Return a plain text as a clean body; without blank lines in it, each line is a paragraph."""
    markup.check_size(text)
    lines = text.replace("\r\n", "\n").strip()
    if not BLANK_LINE.search(lines):
        lines = lines.replace("\n", "\n\n")
    return markup.clean_body(markup.plain_to_html(lines))


def read_typed(text: str) -> str:
    """Return what a person typed or pasted as HTML, yet to be cleaned; without paragraphs, blank lines part them."""
    if BLOCK.search(text):
        return text
    if not INLINE_TAG.search(text):
        return markup.plain_to_html(text)
    lines = text.replace("\r\n", "\n").strip().replace("\n", "<br>\n")
    return "<p>" + re.sub(r"(?:<br>\s*){2,}", "</p>\n<p>", lines) + "</p>"


def _said_of_link(attributes: dict[str, str | None]) -> str:
    said = {"href": attributes.get("href") or ""} | {name: attributes[name] for name in LINK if attributes.get(name)}
    return "".join(f' {name}="{escape(value or "")}"' for name, value in said.items())


class _Rewriter(HTMLParser):
    """Writes what it reads with our elements; words that stand in none get a paragraph."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.written: list[str] = []
        self.holds_text = False
        self.preformatted = False
        self.skipping = ""
        self.skipping_depth = 0

    def close(self) -> None:
        super().close()
        self._end_paragraph()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.skipping:
            self.skipping_depth += tag == self.skipping
        elif tag in SKIPPED:
            self.skipping, self.skipping_depth = tag, 1
        elif tag in CONTAINERS:
            self._end_paragraph()
            self.preformatted = tag == "pre"
        elif tag in CELLS or (tag == "span" and self.written[-1:] == ["</span>"]):
            self.handle_data(" ")
        elif tag == "br":
            self._break_line()
        elif tag == "hr":
            self._end_paragraph()
            self.written.append('<hr class="wall">' if ("class", "wall") in attrs else "<hr>")
        elif tag == "a":
            self._begin_paragraph()
            self.written.append(f"<a{_said_of_link(dict(attrs))}>")
        elif tag in RENAMED:
            self._start(RENAMED[tag])

    def handle_endtag(self, tag: str) -> None:
        if self.skipping:
            self.skipping_depth -= tag == self.skipping
            self.skipping = self.skipping if self.skipping_depth else ""
        elif tag in CONTAINERS:
            self._end_paragraph()
            self.preformatted = False
        elif tag == "a" or RENAMED.get(tag) in INLINE:
            self.written.append(f"</{RENAMED.get(tag, tag)}>")
        elif tag == "span":
            # Says nothing, but two of them are two words.
            self.written.append("</span>")
        elif tag in RENAMED:
            self._end_paragraph()
            self.written.append(f"</{RENAMED[tag]}>")

    def handle_data(self, data: str) -> None:
        if self.skipping:
            return
        if self.preformatted:
            self._preformatted(data)
        elif self.holds_text or data.strip():
            self._begin_paragraph()
            self.written.append(escape(BLANK.sub(" ", data), quote=False))

    def _start(self, tag: str) -> None:
        if tag in INLINE:
            self._begin_paragraph()
        else:
            self._end_paragraph()
            self.holds_text = tag in HOLD_TEXT
        self.written.append(f"<{tag}>")

    def _begin_paragraph(self) -> None:
        if not self.holds_text:
            self.written.append("<p>")
            self.holds_text = True

    def _end_paragraph(self) -> None:
        # An end that closes nothing is an empty paragraph to a parser; those are dropped.
        if self.holds_text:
            self.written.append("</p>")
            self.holds_text = False

    def _break_line(self) -> None:
        """End a line; a second line end in a row ends the paragraph."""
        if "".join(self.written[-2:]).strip().endswith("<br>"):
            self._end_paragraph()
        elif self.holds_text:
            self.written.append("<br>")

    def _preformatted(self, data: str) -> None:
        for number, line in enumerate(data.strip("\n").split("\n")):
            if number:
                self._break_line()
            if line.strip():
                self._begin_paragraph()
                self.written.append(escape(line.strip(), quote=False))
