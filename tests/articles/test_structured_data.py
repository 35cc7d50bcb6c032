"""What search engines read: schema.org's words, what Google asks for, the same for every reader, and nothing walled."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles import structured_data
from articles.models import Article, Byline, Contributor, Section, Tag
from articles.models.rendition import Rendition
from comments.models import Rule
from newsroom.subscribers.models import User
from tests import factories
from tests.articles import illustrating
from tests.articles.pages import queries, text_of
from tests.articles.vocabulary import BLOCK, thing, things
from tests.comments.trees import planted
from tests.factories import SECRET

pytestmark = pytest.mark.once

HOME = "http://127.0.0.1:8000"
# developers.google.com/search/docs/appearance/structured-data: article, paywalled-content, breadcrumb, profile-page
# and discussion-forum (for comments); what is required, and what is recommended that every article here can say.
ASKED = {
    "NewsArticle": {
        *("headline", "author", "datePublished", "dateModified", "publisher", "mainEntityOfPage", "description"),
        *("isAccessibleForFree", "articleSection", "inLanguage", "url"),
    },
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "NewsMediaOrganization": {"name", "url", "logo"},
    "ImageObject": {"url", "width", "height"},
    "Person": {"name"},
    "WebPageElement": {"isAccessibleForFree", "cssSelector"},
    "Comment": {"author", "dateCreated", "text"},
    "AudioObject": {"name", "duration", "encodingFormat", "uploadDate"},
    "WebSite": {"name", "url"},
    "ProfilePage": {"mainEntity"},
}


def walk(one: Any) -> list[dict[str, Any]]:
    """Return a thing with all things in it."""
    if isinstance(one, list):
        return [inner for each in one for inner in walk(each)]
    if not isinstance(one, dict):
        return []
    return [one, *walk(list(one.values()))]


@pytest.fixture
def told(politics: Section, alice_signs: Contributor, media: Path) -> Article:
    """A free article with all that an article may have."""
    article = factories.article(
        politics,
        "La passerelle rouvre",
        standfirst="Onze ans après.",
        dateline="Valmeray",
        access=Article.Access.FREE,
        lead_picture=illustrating.picture(alt_text="La passerelle", caption="Hier.", credit="© Agence"),
    )
    article.tags.add(Tag.objects.create(name="Ponts", slug="ponts"))
    Byline.objects.create(article=article, contributor=alice_signs)
    article.correct(by=None, text="Neuf mètres, et non huit.")
    return article


def test_an_article_says_all_that_is_known_of_it(client: Client, told: Article) -> None:
    page = text_of(client, told.get_absolute_url())
    found = thing(page, "NewsArticle")

    address = f"{HOME}{told.get_absolute_url()}"
    assert found["url"] == found["mainEntityOfPage"]["@id"] == address
    assert found["headline"] == "La passerelle rouvre"
    assert found["description"] == "Onze ans après."
    assert [(one["name"], one["url"]) for one in found["author"]] == [
        ("Alice Martin", f"{HOME}/contributors/alice-martin/")
    ]
    assert (found["articleSection"], found["keywords"], found["inLanguage"]) == ("Politique", ["Ponts"], "fr")
    assert found["isAccessibleForFree"] is True
    assert "hasPart" not in found
    assert [one["text"] for one in found["correction"]] == ["Neuf mètres, et non huit."]
    assert found["dateModified"] > found["datePublished"]
    (image,) = found["image"]
    assert (image["caption"], image["creditText"], image["width"], image["height"]) == ("Hier.", "© Agence", 16, 9)
    way = thing(page, "BreadcrumbList")["itemListElement"]
    assert [(one["position"], one["name"]) for one in way] == [
        (1, "Newsroom"),
        (2, "Politique"),
        (3, "La passerelle rouvre"),
    ]


def test_the_picture_comes_in_three_shapes(client: Client, told: Article) -> None:
    picture = told.lead_picture
    assert picture
    for crop, width, height in (("16:9", 1200, 675), ("4:3", 1200, 900), ("1:1", 1200, 1200)):
        Rendition.objects.create(
            picture=picture,
            crop=crop,
            width=width,
            height=height,
            format="jpeg",
            file=f"pictures/{width}x{height}.jpeg",
        )

    images = thing(text_of(client, told.get_absolute_url()), "NewsArticle")["image"]

    assert [(one["width"], one["height"]) for one in images] == [(1200, 675), (1200, 900), (1200, 1200)]
    assert all(one["url"] == f"{HOME}/media/pictures/{one['width']}x{one['height']}.jpeg" for one in images)


@pytest.mark.parametrize("access", ["metered", "subscribers"])
@pytest.mark.parametrize("reader", ["", "chloe", "alice", "edith"])
def test_a_walled_article_says_so_and_what_it_says_is_the_same_for_all(
    request: pytest.FixtureRequest, politics: Section, access: str, reader: str
) -> None:
    article = factories.article(politics, "Muré", body=factories.WALLED_BODY, access=access)
    article.correct(by=None, text=f"Ce n’était pas {SECRET}.")
    client = factories.let_in(Client(), request.getfixturevalue(reader)) if reader else Client()

    page = text_of(client, article.get_absolute_url())

    found = thing(page, "NewsArticle")
    assert found["isAccessibleForFree"] is False
    assert found["hasPart"]["isAccessibleForFree"] is False
    name = found["hasPart"]["cssSelector"].removeprefix(".")
    assert re.search(rf'class="(?:[^"]* )?{name}[ "]', page)
    assert BLOCK.findall(page) == BLOCK.findall(text_of(Client(), article.get_absolute_url()))
    assert SECRET not in BLOCK.findall(page)[0]
    assert "mot mot" in found["description"]


@pytest.mark.parametrize("body", ["", factories.WALLED_BODY])
def test_without_picture_byline_or_standfirst_it_still_says_what_is_asked(
    client: Client, politics: Section, body: str
) -> None:
    article = factories.article(politics, "Une dépêche", body=body)

    found = thing(text_of(client, article.get_absolute_url()), "NewsArticle")

    assert found.keys() >= ASKED["NewsArticle"] - {"description"}
    assert found["author"] == [{"@id": f"{HOME}/#publisher"}]


@pytest.mark.parametrize("address", ["article", "/", "/politique/", "/tags/ponts/", "/contributors/alice-martin/"])
def test_every_thing_says_what_is_asked_of_its_type(client: Client, told: Article, alice: User, address: str) -> None:
    factories.comment(told, alice, "Enfin !")
    every = walk(things(text_of(client, told.get_absolute_url() if address == "article" else address)))

    for one in every:
        if len(one) > 1 or "@id" not in one:
            missing = ASKED.get(one["@type"], set()) - one.keys()
            assert not missing, (one["@type"], missing)


def test_a_narration_is_told_without_where_it_lies_and_alike_to_all(
    client: Client, browse: Any, told: Article, alice: User
) -> None:
    assert "audio" not in thing(text_of(client, told.get_absolute_url()), "NewsArticle")
    spoken = factories.narration(told, seconds=145.4, ready_at=timezone.now())

    pages = [text_of(client, told.get_absolute_url()), text_of(browse(alice), told.get_absolute_url())]

    one, other = (thing(page, "NewsArticle")["audio"] for page in pages)
    assert one == other
    assert (one["@type"], one["name"], one["duration"]) == ("AudioObject", "La passerelle rouvre", "PT2M25S")
    assert (one["isAccessibleForFree"], one["requiresSubscription"]) == (False, True)
    told_of = BLOCK.findall(pages[1])[0]
    assert not [secret for secret in (str(spoken.puid), spoken.version, "/audio/") if secret in told_of]


@pytest.mark.parametrize("status", ["pending", "claimed", "failed", "stale"])
def test_a_sound_that_nobody_hears_is_not_told(client: Client, told: Article, status: str) -> None:
    factories.narration(told, status=status)

    assert "audio" not in thing(text_of(client, told.get_absolute_url()), "NewsArticle")


def test_comments_are_told_that_everybody_reaches(
    client: Client, told: Article, alice: User, basile: User, maud: User, rule: Rule
) -> None:
    first = factories.comment(told, alice, "Enfin !\n\nOn y va ?")
    refused = factories.comment(told, basile, "Bande d’ânes.")
    refused.remove(by=maud, rule=rule, explanation="Non.")
    factories.comment(told, basile, "Oui.", parent=first)

    for reader in (Client(), factories.let_in(Client(), basile)):
        found = thing(text_of(reader, told.get_absolute_url()), "NewsArticle")
        assert found["commentCount"] == 2
        assert [(one["author"]["name"], one["text"]) for one in found["comment"]] == [
            ("Basile", "Oui."),
            ("Alice", "Enfin !\n\nOn y va ?"),
        ]


def test_a_draft_tells_no_discussion(browse: Any, edith: User, draft_article: Article) -> None:
    found = thing(text_of(browse(edith), draft_article.get_absolute_url()), "NewsArticle")

    assert not found.keys() & {"commentCount", "comment", "datePublished"}


HOSTILE = "</script><script>alert(1)</script><!-- \u2028 & \u2029 ]]> \\u003c"


def test_hostile_words_end_no_block(client: Client, politics: Section, alice: User) -> None:
    article = factories.article(politics, HOSTILE, standfirst=HOSTILE, slug="x", access=Article.Access.FREE)
    factories.comment(article, alice, HOSTILE)

    page = text_of(client, article.get_absolute_url())

    assert "alert(1)</script>" not in page
    (block,) = BLOCK.findall(page)
    assert not set(block) & set("<>&\u2028\u2029")
    found = thing(page, "NewsArticle")
    assert found["headline"] == HOSTILE
    assert found["description"] == " ".join(HOSTILE.split())
    assert found["comment"][0]["text"] == HOSTILE


@pytest.mark.parametrize(
    ("headline", "said"),
    [
        ("Court", "Court"),
        ("x" * 110, "x" * 110),
        ("x" * 111, "x" * 109 + "…"),
        ("mot, " * 30, "mot, " * 20 + "mot…"),
    ],
)
def test_a_long_headline_ends_with_a_word(headline: str, said: str) -> None:
    assert structured_data._short(headline) == said
    assert len(said) <= structured_data.HEADLINE_MAX_LENGTH


def test_the_front_page_says_who_publishes_and_how_to_search(client: Client, settings: Settings, db: None) -> None:
    settings.SITE_ADDRESS, settings.SITE_NAME = "https://journal.example", "Le Journal"
    page = text_of(client, "/")

    site, publisher = thing(page, "WebSite"), thing(page, "NewsMediaOrganization")

    assert (site["name"], site["url"]) == ("Le Journal", "https://journal.example/")
    assert site["potentialAction"]["target"]["urlTemplate"] == "https://journal.example/search/?q={search_term_string}"
    assert site["publisher"]["@id"] == publisher["@id"]
    assert publisher["logo"]["url"].startswith("https://journal.example/static/img/icon-512")


def test_a_contributor_has_a_profile(client: Client, told: Article, alice_signs: Contributor) -> None:
    alice_signs.biography = "Au journal depuis 2012."
    alice_signs.save(update_fields=["biography"])

    found = thing(text_of(client, "/contributors/alice-martin/"), "ProfilePage")

    assert (found["mainEntity"]["name"], found["mainEntity"]["description"]) == ("Alice Martin", alice_signs.biography)
    assert thing(text_of(client, "/politique/"), "CollectionPage")["name"] == "Politique"


def test_what_is_said_of_the_discussion_costs_the_same_however_long_it_is(
    client: Client, told: Article, alice: User, basile: User
) -> None:
    planted(told, alice)
    few = queries(client, told.get_absolute_url())
    for _ in range(12):
        planted(told, basile)

    assert queries(client, told.get_absolute_url()) == few
