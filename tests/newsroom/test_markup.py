"""HTML passes one door: what comes out holds nothing but the allow-list, whatever went in."""

import json
import time
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.lib import markup
from newsroom.lib.markup import MarkupError, clean_body

HOSTILE = {
    vector["name"]: vector["html"]
    for vector in json.loads(Path(__file__).with_name("hostile_html.json").read_text(encoding="ascii"))
}
# What a browser drops from an address before it reads it.
DROPPED_BY_BROWSERS = dict.fromkeys(range(0x21))
PIECES = [
    "<p>", "</p>", "<p", "<h2>", "<strong>", "</strong>", "<em>", "<a href='", "<a href=javascript:", "'>", '">',
    "</a>", "<ul>", "<li>", "<blockquote>", "</blockquote>", "<figure>", "<figcaption>", "<img src=", "<img src='/",
    "<br>", "<hr",
    " class=wall>", ">", "/>", "<", "</", "&", "&lt;", "&#106;", "&nbsp;", "<script>", "</script>", "<svg>", "<math>",
    "<style>", "</style>", "<!--", "-->", "<![CDATA[", "]]>", "<table><td>", "<template>", "<textarea>", "<noscript>",
    " onerror=alert(1) ", " title='", " alt=", "texte", "\x00", "\ud800", "é", "\u202e", "\n\n", "\t", " ", '"',
    "'", "`",
]  # fmt: skip


class Reader(HTMLParser):
    """Reads what was cleaned with a third parser, and keeps each tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.others: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append((tag, {}))

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)


def assert_harmless(html: str) -> None:
    """Fail unless `html` holds allowed elements and attributes only, and no address that runs or calls elsewhere."""
    reader = Reader(html)
    assert reader.others == []
    for tag, attributes in reader.tags:
        assert tag in markup.BODY_TAGS
        assert set(attributes) <= markup.BODY_ATTRIBUTES.get(tag, set())
        href, src = as_a_browser_reads(attributes.get("href")), as_a_browser_reads(attributes.get("src"))
        assert scheme(href) in {"", *markup.LINK_SCHEMES}
        assert not scheme(src)
        assert not src.startswith("//")
        if tag == "hr" and attributes:
            assert attributes == {"class": "wall"}


def as_a_browser_reads(address: str | None) -> str:
    return unescape(address or "").translate(DROPPED_BY_BROWSERS).replace("\\", "/")


def scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme
    except ValueError:
        return ""


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_hostile_is_left(name: str) -> None:
    cleaned = clean_body(HOSTILE[name])

    assert_harmless(cleaned)
    assert clean_body(str(cleaned)) == cleaned


def test_the_corpus_is_wide_enough() -> None:
    assert len(HOSTILE) >= 100


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_whatever_is_cleaned_is_harmless_and_cleaning_twice_changes_nothing(html: str) -> None:
    cleaned = clean_body(html)

    assert_harmless(cleaned)
    assert clean_body(str(cleaned)) == cleaned
    assert "".join(cleaned.split()) == "".join("".join(markup.blocks(cleaned)).split())


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_at_all_is_read(text: str) -> None:
    assert_harmless(clean_body(text))


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<p>Un <strong>mot</strong>, <em>deux</em>.</p>", "<p>Un <strong>mot</strong>, <em>deux</em>.</p>"),
        ("<div><p>a</p></div>", "<p>a</p>"),
        ("<h1>a</h1>", "a"),
        ('<a href="https://exemple.test/?a=1&b=2">a</a>', '<a href="https://exemple.test/?a=1&amp;b=2">a</a>'),
        ('<a href="mailto:a@exemple.test">a</a>', '<a href="mailto:a@exemple.test">a</a>'),
        ('<a href="#note">a</a>', '<a href="#note">a</a>'),
        ("<hr class=wall>", '<hr class="wall">'),
        ('<hr class="ornament">', "<hr>"),
        ('<img src="/media/x.png" alt="a" width="3">', '<img src="/media/x.png" alt="a" width="3">'),
        ('<p><img src="https://exemple.test/x.png" alt="a"></p>', ""),
        ("<p>a</p><p> &nbsp;<br></p><p></p><p>b</p>", "<p>a</p><p>b</p>"),
        ("a & b < c", "a &amp; b &lt; c"),
        ("<p>a\r\nb\x00\x0b</p>", "<p>a\nb</p>"),
        ("", ""),
    ],
)
def test_what_is_kept_and_what_is_dropped(html: str, cleaned: str) -> None:
    assert clean_body(html) == cleaned


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("a" * 300_001, "300001 characters"),
        ("<b>" * 3_400_000, "10200000 characters"),
        ("<p>" * 10_001, "10001 tags"),
        ("<blockquote>" * 41, "nests more than 40"),
        ("<strong>" * 4_000 + "<p>a", "nests more than 40"),
        ("&" * 100_000, "500000 characters"),
        # Two tags that a parser must close and open again in one another: it writes four for two.
        ("<a href=x><p>" * 4_999, "tags"),
    ],
)
def test_what_is_no_article_is_refused_and_quickly(html: str, reason: str) -> None:
    # Time of the processor: it may have others to serve besides.
    began = time.process_time()

    with pytest.raises(MarkupError, match=reason):
        clean_body(html)
    assert time.process_time() - began < 5


def test_what_is_made_of_clean_html_is_cleaned_again() -> None:
    cleaned = clean_body("<p>a</p>")

    assert clean_body(cleaned) is cleaned
    assert clean_body(cleaned + "<script>x</script>") == "<p>a</p>"
    assert clean_body(cleaned.replace("a", "<svg>")) == ""


def test_a_comment_is_escaped_and_its_addresses_are_untrusted() -> None:
    html = str(markup.linked_paragraphs("<b>x</b> https://exemple.fr/?a=1&b=2\nsuite\n\nfin javascript:alert(1)"))

    reader = Reader(html)
    assert [tag for tag, attributes in reader.tags if attributes] == ["a"]
    assert reader.tags[1][1] == {"href": "https://exemple.fr/?a=1&b=2", "rel": "ugc nofollow noopener noreferrer"}
    assert "&lt;b&gt;" in html
    assert html.count("<p>") == 2
    assert html.count("<br>") == 1


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("Lire https://exemple.fr/a?b=1&c=2.", ["https://exemple.fr/a?b=1&c=2"]),
        ("Lire (www.exemple.news/a_(b)), puis…", ["http://www.exemple.news/a_(b)"]),
        ("https://mairie.paris/ et HTTP://EXEMPLE.FR", ["https://mairie.paris/", "HTTP://EXEMPLE.FR"]),
        ("« https://exemple.fr/é »", ["https://exemple.fr/é"]),
        ("C'est fini.Il part à 10.30, voir exemple.fr ou a@exemple.fr", []),
        ("javascript:alert(1) data:text/html,x ftp://exemple.fr //exemple.fr", []),
        ('"https://exemple.fr/"onmouseover="alert(1)', ["https://exemple.fr/"]),
        ("<https://exemple.fr>, 'www.exemple.fr'", ["https://exemple.fr", "http://www.exemple.fr"]),
    ],
)
def test_an_address_is_what_its_writer_wrote_as_one(text: str, addresses: list[str]) -> None:
    reader = Reader(str(markup.linked_paragraphs(text)))

    assert [attributes["href"] for _, attributes in reader.tags if attributes] == addresses


@pytest.mark.parametrize("name", HOSTILE)
def test_a_comment_shows_hostile_html_as_text(name: str) -> None:
    text = HOSTILE[name].encode("utf-8", "replace").decode()

    tags = {tag for tag, _ in Reader(str(markup.linked_paragraphs(text))).tags}
    assert tags <= {"p", "br", "a"}


def test_words_are_counted_as_a_reader_counts_them() -> None:
    assert markup.word_count('<p>Un &amp; deux</p><p>trois<br>quatre <a href="/x" title="a b">cinq</a></p>') == 6


def test_blocks_are_cut_at_the_top_alone() -> None:
    html = 'seul <em>x</em><p>a</p><blockquote><p>b</p></blockquote>\n<hr class="wall"><ul><li>c</li></ul>'

    assert markup.blocks(html) == [
        "seul <em>x</em>", "<p>a</p>", "<blockquote><p>b</p></blockquote>", '<hr class="wall">', "<ul><li>c</li></ul>",
    ]  # fmt: skip


def test_a_run_of_brackets_costs_no_more_than_a_text() -> None:
    # Two thousand brackets were tried from each of them in turn: half a second for every reader of the page.
    assert markup.WRITTEN_ADDRESS.search("(" * 200_000) is None
    assert markup.linked_paragraphs("(https://a.fr)").count("<a ") == 1


@pytest.mark.parametrize(
    ("text", "spans", "html"),
    [
        ("Un con.", [(3, 6)], "<p>Un <mark>con</mark>.</p>"),
        ("<b>", [(0, 3)], "<p><mark>&lt;b&gt;</mark></p>"),
        ("a\nb\n\nc", [(0, 3)], "<p><mark>a<br>b</mark></p>\n<p>c</p>"),
        ("un\n\ndeux", [(1, 6)], "<p>u<mark>n</mark></p>\n<p><mark>de</mark>ux</p>"),
        ("abcd", [(2, 4), (0, 3)], "<p><mark>abc</mark><mark>d</mark></p>"),
        ("abc", [(2, 99), (-5, 1)], "<p><mark>a</mark>b<mark>c</mark></p>"),
        ("abc", [], "<p>abc</p>"),
    ],
)
def test_what_was_found_is_marked_and_all_is_escaped(text: str, spans: list[tuple[int, int]], html: str) -> None:
    assert markup.marked_paragraphs(text, spans) == html


@pytest.mark.parametrize(
    ("html", "elsewhere"),
    [
        ('<a href="/tags/x/">x</a>', '<a href="https://j.example/tags/x/">x</a>'),
        ('<a href="autre-2">x</a>', '<a href="https://j.example/s/autre-2">x</a>'),
        ('<a href="#bas">x</a>', '<a href="https://j.example/s/a-1#bas">x</a>'),
        ('<a href="/s?a=1&amp;b=2">x</a>', '<a href="https://j.example/s?a=1&amp;b=2">x</a>'),
        ('<a href="https://ailleurs.example/">x</a>', '<a href="https://ailleurs.example/">x</a>'),
        ('<a href="mailto:a@b.example">x</a>', '<a href="mailto:a@b.example">x</a>'),
        ('<img src="/media/x.png" alt="a">', '<img src="https://j.example/media/x.png" alt="a">'),
        ('<p>écrit href="/x" en clair</p>', '<p>écrit href="/x" en clair</p>'),
        ('<a href="//[x">x</a>', '<a href="//[x">x</a>'),
        ("<p>a<script>alert(1)</script></p>", "<p>a</p>"),
    ],
)
def test_what_is_read_elsewhere_leads_where_it_led(html: str, elsewhere: str) -> None:
    assert markup.read_elsewhere(html, "https://j.example/s/a-1") == elsewhere
