"""What a news item of ninjs 2.x or 3.x says: its words, its people, its dates, or why it is no article."""

from datetime import UTC, datetime
from typing import Any

import pytest

from articles import ninjs
from articles.ninjs import Incoming, Named, Version
from tests.articles.items import Item, in_lower_case, item, picture, text

NITF = "<nitf><body><body.head><byline>B</byline></body.head><body.content><p>n</p></body.content></body></nitf>"
HTML, PLAIN = "text/html", "text/plain"
FULL = item(
    firstCreated="2026-03-01T06:00:00+01:00",
    embargoedUntil="2026-03-03T06:00:00Z",
    pubStatus="withheld",
    language="fr-CH",
    located="Valmeray",
    slugline="le-pont",
    by="Par Alice Martin",
    headlines=[text("Le pont rouvre", "main"), text("Travaux", "kicker")],
    descriptions=[text("On passe à pied.", "standfirst")],
    infoSources=[{"name": "Alice Martin", "role": "contributor", "literal": "alice-m"}],
    subjects=[
        {"name": "Villes", "rel": "section", "literal": "villes"},
        {"name": "Ponts", "rel": "tag", "literal": "les-ponts"},
    ],
    rightsInfo={"langId": "urn:newsroom:access", "encodedRights": "free"},
    associations=[
        picture(
            "pont%20neuf.png",
            rel="lead",
            by="© Agence",
            descriptions=[text("Le pont, hier.", "caption"), text("Un pont.", "alt")],
        )
    ],
)


def incoming(raw: Item) -> Incoming:
    read = ninjs.read(raw)
    assert isinstance(read, Incoming)
    return read


@pytest.mark.parametrize("raw", [FULL, in_lower_case(FULL)], ids=["3.x", "2.x"])
def test_every_property_of_an_article_is_read(raw: Item) -> None:
    assert ninjs.read(raw) == Incoming(
        uri="urn:test:pont",
        version=Version("1", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        headline="Le pont rouvre",
        kicker="Travaux",
        standfirst="On passe à pied.",
        body="<p>Après deux ans, on passe.</p>\n<p>À pied.</p>",
        dateline="Valmeray",
        language="fr-CH",
        slug="le-pont",
        contributors=(Named("Alice Martin", "alice-m"),),
        tags=(Named("Ponts", "les-ponts"),),
        section=Named("Villes", "villes"),
        access="free",
        picture=ninjs.IncomingPicture("pont neuf.png", "Un pont.", "Le pont, hier.", "© Agence"),
        first_created=datetime(2026, 3, 1, 5, tzinfo=UTC),
        embargo_until=datetime(2026, 3, 3, 6, tzinfo=UTC),
        withheld=True,
        notes=(),
        saved=1,
    )


def test_what_an_item_does_not_say_is_empty() -> None:
    read = incoming(item(version=None, versionCreated=None, type=None))

    assert (read.version, read.kicker, read.standfirst, read.dateline) == (Version("", None), "", "", "")
    assert (read.language, read.contributors, read.tags, read.section) == ("", (), (), None)
    assert (read.access, read.picture, read.first_created, read.embargo_until) == ("", None, None, None)
    assert (read.withheld, read.slug) == (False, "le-pont-rouvre")


def test_the_embargo_of_2_x_has_another_name() -> None:
    assert incoming(item(embargoed="2026-03-03T06:00:00Z")).embargo_until == datetime(2026, 3, 3, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "bodies", "body"),
    [
        ("HTML before plain text", [text("p", "text", PLAIN), text("<p>h</p>", "html5", HTML)], "<p>h</p>"),
        ("HTML before NITF", [text(NITF, "nitf"), text("<p>h</p>", "xhtml")], "<p>h</p>"),
        ("NITF before plain text", [text("p", "", PLAIN), text(NITF, "nitf", "text/vnd.IPTC.NITF")], "<p>n</p>"),
        ("the first HTML", [text("<p>1</p>", "html5", HTML), text("<p>2</p>", "richhtml5", HTML)], "<p>1</p>"),
        ("HTML without words is none", [text("<script>x</script>", "", HTML), text("p", "", PLAIN)], "<p>p</p>"),
        ("XML of their own is none", [text("<X>x</X>", "x", "application/xml"), text("p", "", PLAIN)], "<p>p</p>"),
        ("a page loses its wrapping", [text("<html><body><p>h</p></body></html>", "", HTML)], "<p>h</p>"),
        ("no type: what looks like HTML", [text("<p>h</p>")], "<p>h</p>"),
        ("no type: what looks like none", [text("un < deux\n\ntrois")], "<p>un &lt; deux</p>\n<p>trois</p>"),
        ("the headline is not said twice", [text("<h1>Le pont rouvre</h1><p>h</p>", "", HTML)], "<p>h</p>"),
        (
            "later it may be",
            [text("<p>1</p><p>2</p><p>3</p><p>Le pont rouvre</p>")],
            "<p>1</p>\n<p>2</p>\n<p>3</p>\n<p>Le pont rouvre</p>",
        ),
        ("nothing hostile", [text("<p onclick=x>h<script>x</script><img src=//x>", "", HTML)], "<p>h</p>"),
    ],
)
def test_which_body_is_read(rule: str, bodies: list[Item], body: str) -> None:
    assert incoming(item(bodies=bodies)).body == body


@pytest.mark.parametrize(
    ("rule", "descriptions", "bodies", "standfirst", "body"),
    [
        ("a lead is a standfirst", [text("L.", "lead")], [text("<p>b</p>")], "L.", "<p>b</p>"),
        ("another description is none", [text("D.", "text")], [text("<p>b</p>")], "", "<p>b</p>"),
        ("without a body it is the text", [text("D.", "text", PLAIN)], None, "", "<p>D.</p>"),
        ("without a body the lead is the text", [text("L.", "lead")], None, "", "<p>L.</p>"),
        ("a lead and a text", [text("L.", "lead"), text("D.", "text")], None, "L.", "<p>D.</p>"),
        ("the body does not repeat it", [text("L.", "lead")], [text("<p>L.</p><p>b</p>")], "L.", "<p>b</p>"),
        (
            "nor with other spaces",
            [text("À 2\u00a0h.", "lead")],
            [text("<p>À 2&nbsp;h.</p><p>b</p>")],
            "À 2\u00a0h.",
            "<p>b</p>",
        ),
        ("the same text is told once", [text("b", "lead")], [text("<p>b</p>")], "", "<p>b</p>"),
        ("HTML is read as text", [text("<p>L &amp; l.</p>", "lead", HTML)], [text("<p>b</p>")], "L & l.", "<p>b</p>"),
    ],
)
def test_standfirst_and_body(
    rule: str, descriptions: list[Item], bodies: list[Item] | None, standfirst: str, body: str
) -> None:
    read = incoming(item(descriptions=descriptions, bodies=bodies))

    assert (read.standfirst, read.body) == (standfirst, body)


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("Alice Martin", ["Alice Martin"]),
        ("Par Alice Martin et Basile Dupont", ["Alice Martin", "Basile Dupont"]),
        ("By Paulo S. and Frances d'Emilio", ["Paulo S.", "Frances d'Emilio"]),
        ("BY JOHN SMITH", ["JOHN SMITH"]),
        ("Von Christian Hollmann, dpa", ["Christian Hollmann", "dpa"]),
        ("Karl Melander/TT", ["Karl Melander", "TT"]),
        ("Anna Schmidt und Otto von Berg", ["Anna Schmidt", "Otto von Berg"]),
        ("Agence France-Presse", ["Agence France-Presse"]),
        (
            "Ferdinand Leblanc, Alexandre Dupré et Ève Andersen",
            ["Ferdinand Leblanc", "Alexandre Dupré", "Ève Andersen"],
        ),
        ("The Bread, Salt and Sea Agency", ["The Bread, Salt and Sea Agency"]),
        ("Alice, Alice", ["Alice"]),
        (" . ", []),
        ("", []),
    ],
)
def test_a_printed_byline_names_contributors(by: str, names: list[str]) -> None:
    read = incoming(item(by=by, copyrightHolder="The Bread, Salt and Sea Agency"))

    assert [one.name for one in read.contributors] == names


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Élodie d’Arc", "elodie-d-arc"), ("Audio/Video", "audio-video"), ("科技", "tag-6edb7767"), ("x" * 90, "x" * 79)],
)
def test_every_name_has_a_slug(name: str, slug: str) -> None:
    assert [one.slug for one in incoming(item(subjects=[{"name": name, "rel": "about"}])).tags] == [slug]


def test_other_subjects_and_the_codes_of_providers_are_left_aside() -> None:
    read = incoming(
        item(subjects=[{"name": "Sport", "rel": "classifies"}, {"name": "Vélo", "rel": "about", "literal": "15014000"}])
    )

    assert read.tags == (Named("Vélo", "velo"),)


@pytest.mark.parametrize(
    ("slugline", "slug"),
    [("skien-google", "skien-google"), ("BC-US--Trump, 2nd Ld", "le-pont-rouvre"), ("pont d'été", "le-pont-rouvre")],
)
def test_a_slugline_that_is_a_slug_is_one(slugline: str, slug: str) -> None:
    assert incoming(item(slugline=slugline)).slug == slug


@pytest.mark.parametrize(
    ("rule", "associations", "path", "notes"),
    [
        ("beside the file", [picture("a.png")], "a.png", 0),
        ("in a folder below", [picture("./b/a.png")], "./b/a.png", 0),
        ("remote, by its scheme", [picture("https://x.test/a.png")], None, 1),
        ("remote, without a scheme", [picture("//x.test/a.png")], None, 1),
        ("a file of the machine is remote", [picture("file:///etc/passwd")], None, 1),
        ("the lead first", [picture("a.png"), picture("b.png", rel="lead")], "b.png", 0),
        ("a picture before a graphic", [picture("a.png", type="graphic"), picture("b.png")], "b.png", 0),
        ("a local one before a remote one", [picture("http://x.test/a.png"), picture("b.png")], "b.png", 0),
        ("no film", [picture("a.png", type="video")], None, 0),
        ("under its name, as until 1.x", {"main": picture("a.png")}, "a.png", 0),
    ],
)
def test_which_picture_is_read(rule: str, associations: Any, path: str | None, notes: int) -> None:
    read = incoming(item(associations=associations))

    assert (read.picture and read.picture.path) == path
    assert len(read.notes) == notes


def test_of_several_renditions_the_original_or_the_widest_is_read() -> None:
    small, large = {"name": "s", "href": "s.png", "width": 10}, {"name": "l", "href": "l.png", "width": 99}
    original = {"name": "original", "href": "o.png"}

    assert incoming(item(associations=[picture("", renditions=[small, large])])).picture.path == "l.png"  # type: ignore[union-attr]
    assert incoming(item(associations=[picture("", renditions=[small, large, original])])).picture.path == "o.png"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("rule", "words", "alt_text", "caption", "credit"),
    [
        ("an alt text of its own", {"descriptions": [text("c", "caption"), text("a", "alt")]}, "a", "c", ""),
        ("else the caption", {"descriptions": [text("c")], "by": "K/TT"}, "c", "c", "K/TT"),
        ("else the headline", {"copyrightHolder": "TT"}, "Le pont rouvre", "", "TT"),
        ("ours without one is decorative", {"rel": "lead", "descriptions": [text("c", "caption")]}, "", "c", ""),
        ("what is too long is shortened", {"descriptions": [text("c" * 600)]}, "c" * 499 + "…", "c" * 499 + "…", ""),
    ],
)
def test_the_words_of_a_picture(rule: str, words: Item, alt_text: str, caption: str, credit: str) -> None:
    read = incoming(item(associations=[picture("a.png", **words)])).picture

    assert read == ninjs.IncomingPicture("a.png", alt_text, caption, credit)


def test_signs_that_no_database_keeps_are_dropped() -> None:
    read = incoming(item(headlines=[text("Le\x00 pont\ud800\n rouvre")], by="A\x00lice"))

    assert read.headline == "Le pont? rouvre"
    assert [one.name for one in read.contributors] == ["Alice"]


@pytest.mark.parametrize(
    ("one", "other", "later"),
    [
        (Version("1", datetime(2026, 1, 2, tzinfo=UTC)), Version("2", datetime(2026, 1, 1, tzinfo=UTC)), True),
        (Version("3", datetime(2026, 1, 1, tzinfo=UTC)), Version("2", datetime(2026, 1, 2, tzinfo=UTC)), False),
        (Version("10", None), Version("9", None), True),
        (Version("9", None), Version("10", None), False),
        (Version("b", None), Version("a", None), True),
        (Version("1", None), Version("1", None), None),
        (Version("", None), Version("", None), True),
    ],
)
def test_which_version_is_later(one: Version, other: Version, later: bool | None) -> None:
    assert one.is_later_than(other) is later
