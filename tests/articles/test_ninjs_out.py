"""An article as a news item beside its page: sound ninjs 3.1, and no more of it than the page shows to who asks."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from articles import ninjs
from articles.models import Article, Byline, Contributor, Section, Tag
from newsroom.subscribers.models import User
from tests import factories
from tests.articles import illustrating
from tests.articles.pages import queries, text_of
from tests.factories import SECRET

pytestmark = pytest.mark.once

type Item = dict[str, Any]
type Browse = Callable[[User], Client]

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "ninjs-schema_3.1.json").read_text(encoding="utf-8"))
CHECK = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def item_of(client: Client, article: Article) -> Item:
    """Return the news item of the article, which keeps to the schema."""
    answer = client.get(article.get_ninjs_url())
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    item: Item = answer.json()
    CHECK.validate(item)
    return item


@pytest.fixture
def rich(politics: Section, media: Path) -> Article:
    """A walled article that says something in every place."""
    article = factories.article(
        politics,
        "Le budget caché",
        kicker="Enquête",
        standfirst="Ce que la ville ne dit pas.",
        dateline="Valmeray",
        body=factories.WALLED_BODY,
        published=False,
    )
    article.lead_picture = illustrating.picture(
        alt_text="Une mairie.", caption="La mairie, hier.", credit="Agence", focal_x=25
    )
    article.save()
    for position, name in enumerate(("Alice Martin", "Basile Dupont")):
        signs = Contributor.objects.create(name=name, slug=name.lower().replace(" ", "-"))
        Byline.objects.create(article=article, contributor=signs, position=position)
    article.tags.add(Tag.objects.create(name="Budget", slug="budget"))
    article.publish(by=None, at=timezone.now() - timedelta(hours=2))
    return article


def test_every_place_of_an_article_is_in_its_item(client: Client, rich: Article) -> None:
    item = item_of(client, rich)

    assert item["uri"] == rich.uri
    assert (item["type"], item["pubStatus"], item["language"], item["located"]) == ("text", "usable", "fr", "Valmeray")
    assert [(one["role"], one["value"]) for one in item["headlines"]] == [
        ("main", rich.headline),
        ("kicker", "Enquête"),
    ]
    assert item["by"] == "Alice Martin, Basile Dupont"
    assert [one["literal"] for one in item["infoSources"]] == ["alice-martin", "basile-dupont"]
    assert [(one["rel"], one["name"]) for one in item["subjects"]] == [("section", "Politique"), ("tag", "Budget")]
    assert item["rightsInfo"]["encodedRights"] == "subscribers"
    [picture] = item["associations"]
    assert rich.lead_picture is not None
    assert picture["renditions"][0]["href"] == f"{settings.SITE_ADDRESS}{rich.lead_picture.image.url}"
    assert picture["renditions"][0]["poi"] == {"x": 4, "y": 4}
    assert [one["value"] for one in picture["descriptions"]] == ["La mairie, hier.", "Une mairie."]


@pytest.mark.parametrize("access", ["subscribers", "metered"])
@pytest.mark.parametrize("reader", ["stranger", "chloe", "david"])
def test_who_is_refused_gets_the_teaser(
    client: Client, rich: Article, request: pytest.FixtureRequest, access: str, reader: str
) -> None:
    rich.access = access
    rich.revise(by=None, fields={"access"})
    if reader != "stranger":
        factories.let_in(client, request.getfixturevalue(reader))

    item = item_of(client, rich)

    assert item["representationType"] == "partial"
    assert SECRET not in json.dumps(item)
    assert item["bodies"][0]["value"].startswith("<p>mot mot")


def test_who_may_read_gets_the_whole_and_no_cache_keeps_it(browse: Browse, alice: User, rich: Article) -> None:
    subscriber = browse(alice)

    item = item_of(subscriber, rich)

    assert item["representationType"] == "full"
    assert SECRET in item["bodies"][0]["value"]
    answer = subscriber.get(rich.get_ninjs_url())
    assert set(answer.headers["Cache-Control"].split(", ")) == {"private", "no-store"}


def test_a_free_article_is_whole_for_everyone(client: Client, free_article: Article) -> None:
    item = item_of(client, free_article)

    assert item["representationType"] == "full"
    answer = client.get(free_article.get_ninjs_url())
    assert "public" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert not answer.cookies


def test_what_everyone_is_given_is_read_back_as_it_was(client: Client, free_article: Article) -> None:
    read = ninjs.read(item_of(client, free_article))

    assert isinstance(read, ninjs.Incoming)
    assert (read.uri, read.headline, read.body) == (free_article.uri, free_article.headline, free_article.body)


def test_a_former_address_leads_to_the_right_one(client: Client, free_article: Article) -> None:
    answer = client.get(f"/ailleurs/ancien-{free_article.pk}.ninjs.json")

    assert answer.status_code == 301
    assert answer.headers["Location"] == free_article.get_ninjs_url()


def test_what_is_withdrawn_is_gone_and_what_is_not_public_is_not_there(
    client: Client, free_article: Article, draft_article: Article
) -> None:
    free_article.withdraw(by=None)

    assert client.get(free_article.get_ninjs_url()).status_code == 410
    assert client.get(draft_article.get_ninjs_url()).status_code == 404
    assert client.get("/politique/rien-999999.ninjs.json").status_code == 404


def test_the_page_leads_to_the_item(client: Client, free_article: Article) -> None:
    link = f'<link rel="alternate" type="application/json" title="IPTC ninjs" href="{free_article.get_ninjs_url()}">'

    assert link in text_of(client, free_article.get_absolute_url())


def test_an_item_costs_the_same_whatever_it_names(client: Client, rich: Article, free_article: Article) -> None:
    assert queries(client, rich.get_ninjs_url()) <= queries(client, free_article.get_ninjs_url()) + 2 <= 8
