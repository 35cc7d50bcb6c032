"""The sitemaps: valid, in lots that stay where they are, of what is public alone, at the same cost."""

import tracemalloc
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree
from pytest_django import Settings

from articles import sitemaps
from articles.models import Article, Byline, Contributor, Section, Tag
from tests import factories
from tests.articles import illustrating
from tests.articles.feeding import SCHEMAS
from tests.articles.pages import queries
from tests.factories import SECRET

HOME = "http://127.0.0.1:8000"
NAMESPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


@cache
def schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / name))


def read(client: Client, address: str) -> etree._Element:
    """Return a sitemap; it must be valid."""
    answer = client.get(address.removeprefix(HOME))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    tree = etree.fromstring(answer.content)
    if len(tree):
        schema("siteindex.xsd" if tree.tag.endswith("sitemapindex") else "sitemaps.xsd").assertValid(tree)
    return tree


def found(tree: etree._Element, path: str) -> list[str]:
    """Return the texts of the elements at a path."""
    return [str(one.text) for one in tree.findall(f".//{path}", NAMESPACES)]


def walked(client: Client) -> list[str]:
    """Return every address that the index leads to."""
    lots = found(read(client, "/sitemap.xml"), "s:loc")
    return [address.removeprefix(HOME) for lot in lots for address in found(read(client, lot), "s:loc")]


@pytest.fixture
def edition(politics: Section, alice_signs: Contributor, media: Path) -> list[Article]:
    """Articles of each access, one with a picture, a tag and a byline."""
    articles = [
        factories.article(politics, f"Article {access}", body=factories.WALLED_BODY, access=access)
        for access in ("free", "metered", "subscribers")
    ]
    articles[0].tags.add(Tag.objects.create(name="Ponts", slug="ponts"))
    Byline.objects.create(article=articles[0], contributor=alice_signs)
    articles[0].lead_picture = illustrating.picture()
    articles[0].revise(by=None, fields={"lead_picture"})
    return articles


def test_the_index_leads_to_everything_public_and_all_of_it_opens(
    client: Client, politics: Section, edition: list[Article], draft_article: Article
) -> None:
    Tag.objects.create(name="Rien", slug="rien")
    Contributor.objects.create(name="Personne", slug="personne")
    addresses = walked(client)

    assert sorted(addresses) == sorted(
        [one.get_absolute_url() for one in edition]
        + ["/politique/", "/tags/ponts/", "/contributors/alice-martin/"]
        + [
            "/",
            "/archive/",
            "/plans/",
            "/charter/",
            "/corrections/",
            "/terms/",
            "/privacy/",
            "/legal/",
            "/accessibility/",
        ]
    )
    assert {client.get(address).status_code for address in addresses} == {200}


def test_an_article_says_when_it_changed_and_what_picture_leads_it(client: Client, edition: list[Article]) -> None:
    tree = read(client, "/sitemap-articles-1.xml")
    pictured = edition[0]
    assert pictured.modified_at
    assert pictured.lead_picture

    assert found(tree, "s:lastmod")[0] == pictured.modified_at.isoformat(timespec="seconds")
    assert found(tree, "image:loc") == [f"{HOME}{pictured.lead_picture.image.url}"]
    lots = read(client, "/sitemap.xml")
    assert found(lots, "s:lastmod") == [pictured.modified_at.isoformat(timespec="seconds")]


def test_what_is_withdrawn_or_to_come_is_in_none(client: Client, edition: list[Article], politics: Section) -> None:
    coming = factories.article(politics, "Demain", published=False)
    coming.publish(by=None, at=timezone.now() + timedelta(minutes=1))
    for article in edition:
        article.withdraw(by=None)

    assert client.get("/sitemap-articles-1.xml").status_code == 404
    assert not [address for address in walked(client) if "article" in address or "demain" in address]
    assert found(read(client, "/sitemap-news.xml"), "s:loc") == []


def test_articles_stand_in_lots_that_do_not_move(
    client: Client, monkeypatch: pytest.MonkeyPatch, politics: Section
) -> None:
    monkeypatch.setattr(sitemaps, "LOT", 2)
    articles = [factories.article(politics, f"Article {number}") for number in range(7)]
    before = {lot: found(read(client, lot), "s:loc") for lot in found(read(client, "/sitemap.xml"), "s:loc")}

    articles[0].withdraw(by=None)
    factories.article(politics, "Encore")

    after = {lot: found(read(client, lot), "s:loc") for lot in found(read(client, "/sitemap.xml"), "s:loc")}
    gone = f"{HOME}{articles[0].get_absolute_url()}"
    for lot, places in before.items():
        assert [place for place in places if place != gone] == after.get(lot, [])[: len(places)], lot
    assert all(len(places) <= 2 for lot, places in after.items() if "articles" in lot)


@pytest.mark.parametrize(
    "address",
    ["articles-0", "articles-2", "articles-99999999999999999999", "rien-1", "tags-1", "pages-1", "articles-1-1"],
)
def test_a_lot_that_is_not_there_is_404(client: Client, free_article: Article, address: str) -> None:
    assert client.get(f"/sitemap-{address}.xml").status_code == 404


def test_the_news_are_those_of_two_days(client: Client, settings: Settings, politics: Section) -> None:
    settings.SITE_NAME = "Le Journal & Cie"
    new = factories.article(politics, "<Neuf> & \x0b frais", language="fr-CA", body=factories.WALLED_BODY)
    old = factories.article(politics, "Vieux", published=False)
    old.publish(by=None, at=timezone.now() - timedelta(days=2, minutes=1))

    tree = read(client, "/sitemap-news.xml")

    assert new.published_at
    assert found(tree, "s:loc") == [f"{HOME}{new.get_absolute_url()}"]
    assert found(tree, "news:title") == ["<Neuf> &  frais"]
    assert found(tree, "news:name") == ["Le Journal & Cie"]
    assert found(tree, "news:language") == ["fr"]
    assert found(tree, "news:publication_date") == [new.published_at.isoformat(timespec="seconds")]
    assert SECRET not in etree.tostring(tree).decode()


def test_the_news_are_a_thousand_at_most(client: Client, monkeypatch: pytest.MonkeyPatch, politics: Section) -> None:
    monkeypatch.setattr(sitemaps, "NEWS_MOST", 2)
    made = [factories.article(politics, f"Article {number}") for number in range(3)]

    assert len(found(read(client, "/sitemap-news.xml"), "s:loc")) == 2
    assert made[0].get_absolute_url() not in client.get("/sitemap-news.xml").content.decode()


@pytest.mark.parametrize(
    "address", ["/sitemap.xml", "/sitemap-articles-1.xml", "/sitemap-news.xml", "/sitemap-pages.xml"]
)
def test_a_sitemap_is_the_same_for_everybody_and_kept(client: Client, walled_article: Article, address: str) -> None:
    first = client.get(address)

    assert first.headers["Cache-Control"] == "public, max-age=0, s-maxage=1, must-revalidate"
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_sitemaps_cost_the_same_however_much_is_published(
    client: Client, politics: Section, edition: list[Article]
) -> None:
    asked = ("/sitemap.xml", "/sitemap-articles-1.xml", "/sitemap-tags-1.xml", "/sitemap-news.xml")
    few = [queries(client, address) for address in asked]
    for number in range(20):
        made = factories.article(politics, f"Article {number}", lead_picture=illustrating.picture())
        made.tags.add(Tag.objects.create(name=f"Mot {number}", slug=f"mot-{number}"))

    assert [queries(client, address) for address in asked] == few
    assert max(few) <= 4


def test_more_articles_are_more_lots_and_no_more_memory(
    client: Client, monkeypatch: pytest.MonkeyPatch, politics: Section
) -> None:
    monkeypatch.setattr(sitemaps, "LOT", 50)

    def most_memory(number: int) -> int:
        Article.objects.bulk_create(
            Article(section=politics, headline="A", slug="a", status="published", published_at=timezone.now())
            for _ in range(number)
        )
        lots = found(read(client, "/sitemap.xml"), "s:loc")
        tracemalloc.start()
        for lot in [lot for lot in lots if "articles" in lot][:2]:
            client.get(lot.removeprefix(HOME))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    most_memory(100)
    few = most_memory(0)

    assert most_memory(700) < 1.5 * few
