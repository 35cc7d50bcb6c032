"""From an article to its sentences, and the stretch of the page that each stands on."""

from html.parser import HTMLParser

import pytest

from articles.audio import script
from articles.audio.script import Text
from newsroom.lib.typography import set_spaces

BODY = (
    "<p>M. Dupont est là. Il dit : « Oui. Non. » Puis 😀 part !</p>\n"
    '<figure><img src="/a.jpg" alt="x"><figcaption>Une légende. Tue.</figcaption></figure>\n'
    '<hr class="wall"><h2>L’après</h2><ul><li>Un.</li><li>Deux<br>trois.</li></ul><p>Fish &amp; chips.</p>'
)


class Page(HTMLParser):
    """What the script of the player counts: the signs of the text, pictures left out, as UTF-16 has them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.signs = ""
        self.in_figure = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.in_figure |= tag == "figure"

    def handle_endtag(self, tag: str) -> None:
        self.in_figure &= tag != "figure"

    def handle_data(self, data: str) -> None:
        if not self.in_figure:
            self.signs += "".join(sign for sign in data if sign not in script.SPACES)

    def stretch(self, first: int, last: int) -> str:
        return self.signs.encode("utf-16-le")[2 * first : 2 * last].decode("utf-16-le")


def said(text: Text) -> list[str]:
    return [one.text for one in script.of(text)]


def test_an_article_is_read_in_the_order_of_its_page() -> None:
    read = script.of(Text("Le pont rouvre", "On passe. Enfin !", "<p>Un.</p><p>Deux.</p>", ("Alice", "Basile")))

    assert [(one.part, one.text) for one in read] == [
        ("headline", "Le pont rouvre"),
        ("byline", "Par Alice et Basile"),
        ("standfirst", "On passe."),
        ("standfirst", "Enfin !"),
        ("body", "Un."),
        ("body", "Deux."),
    ]
    assert [one.text for one in read if not one.ends_paragraph] == ["On passe."]


@pytest.mark.parametrize(
    ("names", "language", "signed"),
    [
        (("Alice",), "fr", "Par Alice"),
        (("Alice", "Basile", "Chloé"), "fr-FR", "Par Alice, Basile et Chloé"),
        (("Alice", "Basile"), "en-GB", "By Alice and Basile"),
        (("Alice", "Basile"), "de", "Alice, Basile"),
    ],
)
def test_the_byline_is_said_in_the_language_of_the_article(names: tuple[str, ...], language: str, signed: str) -> None:
    assert said(Text("", "", "", names, language)) == [signed]


def test_captions_are_not_read() -> None:
    assert said(Text("", "", BODY)) == [
        "M. Dupont est là.",
        "Il dit : « Oui.",
        "Non. »",
        "Puis 😀 part !",
        "L’après",
        "Un.",
        "Deux trois.",
        "Fish & chips.",
    ]


@pytest.mark.parametrize("body", [BODY, set_spaces(BODY, "fr")], ids=["as kept", "as set"])
def test_each_sentence_is_found_again_on_the_page(body: str) -> None:
    page = Page(body)

    for one in script.of(Text("", "", BODY)):
        assert page.stretch(one.first, one.last) == "".join(sign for sign in one.text if sign not in script.SPACES)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("M. Lefèvre et J. Dupont, C.H.U. de Reims, art. 49.", 1),
        ("Il part. Elle reste… « Non ! » Et puis ?", 4),
        ("Le 3.5 est là. 12 personnes aussi.", 2),
        ("Un seul mot", 1),
        ("Tout va bien.Ou pas", 1),
        ("", 0),
    ],
)
def test_a_sentence_ends_where_a_reader_ends_it(text: str, number: int) -> None:
    assert len(said(Text("", "", f"<p>{text}</p>"))) == number


def test_a_sentence_too_long_for_one_breath_is_cut_at_a_sign_or_at_a_space() -> None:
    phrase = " ".join(["mot"] * 40)
    pieces = said(Text("", "", f"<p>{phrase}, {phrase}; {phrase} {phrase}</p>"))

    assert max(map(len, pieces)) <= script.LONGEST
    assert " ".join(pieces) == f"{phrase}, {phrase}; {phrase} {phrase}"
    assert len(said(Text("", "", f"<p>{'a' * 1000}</p>"))) == 4


def test_the_digest_names_the_words_and_where_they_stand() -> None:
    def named(body: str) -> str:
        return script.digest(script.of(Text("Un", "", body)))

    assert named("<p>Deux.</p>") == named("<p><strong>Deux.</strong>\n</p>")
    assert len({named("<p>Deux.</p>"), named("<p>Trois.</p>"), named("<p>Deux.</p><p>Trois.</p>")}) == 3


def test_ten_thousand_words_are_read_in_a_moment() -> None:
    body = "".join(f"<p>{'Le maire a dit oui à M. Blanc, puis non. ' * 10}</p>" for _number in range(100))

    assert len(said(Text("", "", body))) == 1000
