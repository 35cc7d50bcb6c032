"""What agencies write becomes the few elements of an article's body, with nothing hostile in it."""

import time

import pytest

from newsroom.lib.markup import MarkupError, clean_body
from newsroom.lib.wire_html import read_html, read_plain, read_typed
from tests.newsroom.test_markup import HOSTILE, assert_harmless

PAGE = (
    "<!doctype html><html><head><title>T</title><style>p{}</style></head><body><article><h1>T</h1>"
    "<p>a</p></article></body></html>"
)
NITF = (
    '<?xml version="1.0"?><nitf><head><title>T</title><docdata><urgency ed-urg="5"/></docdata></head><body>'
    "<body.head><hedline><hl1>T</hl1></hedline><byline>B</byline></body.head><body.content>"
    '<block id="x"><p lede="true">a</p></block><hl2>b</hl2><media media-type="image"><media-caption>c</media-caption>'
    "</media><p>d</p></body.content><body.end><tagline>e</tagline></body.end></body></nitf>"
)


@pytest.mark.parametrize(
    ("rule", "html", "body"),
    [
        ("a whole page keeps its body", PAGE, "<h2>T</h2><p>a</p>"),
        ("NITF keeps its content", NITF, "<p>a</p><h2>b</h2><p>d</p>"),
        ("bare text is a paragraph", "\n  a\n  <sup>®</sup> b  \n", "<p>a ® b</p>"),
        ("a division is a paragraph", "<div>a</div><div>b</div>", "<p>a</p><p>b</p>"),
        ("divisions nest", "<div><div>a</div>b<p>c</p></div>", "<p>a</p><p>b</p><p>c</p>"),
        ("a section is transparent", "<section class='main'><p>a</p><p>b</p></section>", "<p>a</p><p>b</p>"),
        ("two line ends are a paragraph", "a<br> <br/>b<br>c<br><br><br>d", "<p>a</p><p>b<br>c</p><p>d</p>"),
        ("headings keep to two levels", "<h1>a</h1><h2>b</h2><h4>c</h4>", "<h2>a</h2><h2>b</h2><h3>c</h3>"),
        ("bold and italic have one name", "<p><b>a</b> <i>b</i></p>", "<p><strong>a</strong> <em>b</em></p>"),
        ("bold text is in a paragraph", "<b>a</b> b", "<p><strong>a</strong> b</p>"),
        ("a quotation holds paragraphs", "<blockquote>a</blockquote>", "<blockquote><p>a</p></blockquote>"),
        ("lists stay", "<ul><li> a </li><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        (
            "links stay",
            '<p><a href="https://a.test/?b&c" rel="x">a</a></p>',
            '<p><a href="https://a.test/?b&amp;c">a</a></p>',
        ),
        (
            "a link says what it is called and in which language",
            '<p><a title="L’autre &quot;page&quot;" target="_blank" lang="en" href="/a">a</a></p>',
            '<p><a href="/a" title="L’autre &quot;page&quot;" lang="en">a</a></p>',
        ),
        ("a link alone is in a paragraph", '<a href="/a">a</a>', '<p><a href="/a">a</a></p>'),
        (
            "pictures elsewhere go with their words",
            "<p>a</p><figure><img src=x><figcaption>c</figcaption></figure>",
            "<p>a</p>",
        ),
        ("two spans are two words", "<div><span>a</span><span>b</span></div>", "<p>a b</p>"),
        (
            "a table's rows are paragraphs",
            "<table><tr><th>a<td>1</tr><tr><td>b<td>2</tr></table>",
            "<p>a 1</p><p>b 2</p>",
        ),
        ("results keep their lines", "<pre>\na 1\nb 2\n\nc\n</pre>d", "<p>a 1<br>b 2</p><p>c</p><p>d</p>"),
        ("the wall mark stays", '<p>a</p><hr class="wall"><p>b</p><hr>', '<p>a</p><hr class="wall"><p>b</p><hr>'),
        ("empty paragraphs go", "<p>a</p><p/><p>&nbsp;</p>", "<p>a</p>"),
        ("no-break spaces stay", "<p>25&#160;000 »</p>", "<p>25&nbsp;000 »</p>"),
        ("text is text", "<p>a &lt;b&gt; &amp;lt; c</p>", "<p>a &lt;b&gt; &amp;lt; c</p>"),
        ("a tag never closed says nothing", "<p>a</p><p class='", "<p>a</p>"),
        ("nothing is nothing", " \n ", ""),
    ],
)
def test_html(rule: str, html: str, body: str) -> None:
    assert read_html(html) == body
    assert clean_body(body) == body


@pytest.mark.parametrize(
    ("rule", "text", "body"),
    [
        ("blank lines part paragraphs", "a\nb\r\n\r\nc", "<p>a<br>b</p>\n<p>c</p>"),
        ("without blank lines each line is one", "a\nb\n", "<p>a</p>\n<p>b</p>"),
        ("signs of HTML are text", "a < b & <p>c</p>", "<p>a &lt; b &amp; &lt;p&gt;c&lt;/p&gt;</p>"),
        ("nothing is nothing", " \n ", ""),
    ],
)
def test_plain_text(rule: str, text: str, body: str) -> None:
    assert read_plain(text) == body


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_hostile_is_left(name: str) -> None:
    assert_harmless(read_html(HOSTILE[name]))


@pytest.mark.parametrize(
    "html",
    ["<p>" * 3_500_000, "<blockquote>" * 60, "<ul><li>" * 30, "a" * 300_001],
)
def test_what_is_no_article_is_refused(html: str) -> None:
    with pytest.raises(MarkupError):
        read_html(html)


@pytest.mark.parametrize(
    "html",
    ["<a " * 9_990, "<a b" * 9_990 + "=" * 200_000, "<a x='" * 9_990, "<!--" * 9_990, "<script>" + "</scr" * 9_900],
)
def test_broken_html_takes_no_time(html: str) -> None:
    # Time of the processor: it may have others to serve besides.
    began = time.process_time()

    assert read_html(html) == ""
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("rule", "typed", "body"),
    [
        ("plain text is paragraphs", "Un.\r\n\r\nDeux\r\net trois.", "<p>Un.</p>\n<p>Deux<br>et trois.</p>"),
        ("signs of HTML that are none are text", "a < b, a<b & c", "<p>a &lt; b, a&lt;b &amp; c</p>"),
        ("emphasis needs no paragraph", "Un <em>mot</em>.\n\nDeux.", "<p>Un <em>mot</em>.</p>\n<p>Deux.</p>"),
        ("HTML stays", "<h2>Un</h2>\n\n<p>Deux\n\ntrois</p>", "<h2>Un</h2>\n\n<p>Deux\n\ntrois</p>"),
        ("nothing is nothing", "", ""),
    ],
)
def test_what_a_person_types(rule: str, typed: str, body: str) -> None:
    assert clean_body(read_typed(typed)) == body
