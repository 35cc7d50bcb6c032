"""What the head of a page says to who shares it or lists it: Open Graph, the card, its one address."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Byline, Contributor, Section, Tag
from articles.models.rendition import Rendition
from articles.views import A_LISTING_PAGE
from newsroom.subscribers.models import User
from tests import factories
from tests.articles import illustrating
from tests.articles.pages import text_of
from tests.factories import SECRET

pytestmark = pytest.mark.once

HOME = "http://127.0.0.1:8000"
# ogp.me: what every thing must say, and the properties of an article; what X and others read beside them.
BASIC = {"og:type", "og:title", "og:url", "og:image"}
KNOWN = BASIC | {
    *("og:site_name", "og:description", "og:image:width", "og:image:height", "og:image:alt", "twitter:card"),
    *("article:published_time", "article:modified_time", "article:author", "article:section", "article:tag"),
}


class Head(HTMLParser):
    """The meta and link elements of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.meta: list[tuple[str, str]] = []
        self.links: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.meta.append((given.get("property") or given.get("name", ""), given.get("content", "")))
        if tag == "link":
            self.links.append((given["rel"], given["href"]))

    def __getitem__(self, name: str) -> list[str]:
        return [content for known, content in self.meta if known == name]

    @property
    def canonical(self) -> list[str]:
        return [address for rel, address in self.links if rel == "canonical"]


@pytest.fixture
def shared(politics: Section, alice_signs: Contributor, media: Path) -> Article:
    """A walled article with all that an article may have."""
    article = factories.article(
        politics,
        "« Vite » & bien",
        body=factories.WALLED_BODY,
        lead_picture=illustrating.picture(alt_text="La digue"),
    )
    article.tags.add(Tag.objects.create(name="Pluie", slug="pluie"))
    Byline.objects.create(article=article, contributor=alice_signs)
    article.modified_at = timezone.now()
    article.save(update_fields=["modified_at"])
    return article


def test_an_article_says_what_a_card_shows(client: Client, shared: Article) -> None:
    picture = shared.lead_picture
    assert picture
    Rendition.objects.create(
        picture=picture, crop="16:9", width=1200, height=675, format="jpeg", file="pictures/wide.jpeg"
    )

    head = Head(text_of(client, shared.get_absolute_url()))

    address = f"{HOME}{shared.get_absolute_url()}"
    assert head.canonical == head["og:url"] == [address]
    assert (head["og:type"], head["og:title"], head["og:site_name"]) == (["article"], ["« Vite » & bien"], ["Newsroom"])
    assert head["og:image"] == [f"{HOME}/media/pictures/wide.jpeg"]
    assert (head["og:image:width"], head["og:image:height"], head["og:image:alt"]) == (["1200"], ["675"], ["La digue"])
    assert head["twitter:card"] == ["summary_large_image"]
    assert shared.published_at
    assert shared.modified_at
    assert head["article:published_time"] == [timezone.localtime(shared.published_at).isoformat()]
    assert head["article:modified_time"] == [timezone.localtime(shared.modified_at).isoformat()]
    assert head["article:author"] == [f"{HOME}/contributors/alice-martin/"]
    assert (head["article:section"], head["article:tag"]) == (["Politique"], ["Pluie"])
    assert head["robots"] == ["max-image-preview:large"]


@pytest.mark.parametrize("reader", ["", "alice"])
def test_a_walled_article_is_described_by_what_everybody_reads(
    request: pytest.FixtureRequest, shared: Article, reader: str
) -> None:
    client = factories.let_in(Client(), request.getfixturevalue(reader)) if reader else Client()
    head = Head(text_of(client, shared.get_absolute_url()))

    assert head["description"] == head["og:description"]
    assert head["description"][0].startswith("mot mot")
    assert len(head["description"][0]) <= 300
    assert SECRET not in "".join(content for _name, content in head.meta)


@pytest.mark.parametrize("address", ["/", "/politique/", "/tags/pluie/", "/contributors/alice-martin/", "article"])
def test_every_page_that_is_shared_says_what_a_card_needs(client: Client, shared: Article, address: str) -> None:
    asked = shared.get_absolute_url() if address == "article" else address
    head = Head(text_of(client, f"{asked}?utm_source=x"))

    graph = {name for name, _content in head.meta if ":" in name}
    assert BASIC <= graph <= KNOWN
    assert all(content for name, content in head.meta if name in KNOWN)
    assert head.canonical == head["og:url"] == [f"{HOME}{asked}"]
    assert head["og:image"][0].startswith(HOME)
    assert len(head["description"]) == 1
    assert not [rel for rel, _address in head.links if rel == "hreflang"]


@pytest.mark.parametrize("page", ["", "?page=1", "?page=1&utm_source=x"])
def test_each_page_of_a_list_has_one_address(client: Client, politics: Section, page: str) -> None:
    for number in range(A_LISTING_PAGE + 1):
        factories.article(politics, f"Article {number}")

    assert Head(text_of(client, f"/politique/{page}")).canonical == [f"{HOME}/politique/"]
    assert Head(text_of(client, "/politique/?utm_source=x&page=2")).canonical == [f"{HOME}/politique/?page=2"]


PUBLIC_PAGES = ("archive", "plans", "charter", "corrections", "terms", "privacy", "legal", "accessibility")


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_every_public_page_has_one_address_and_may_be_found(client: Client, db: None, name: str) -> None:
    head = Head(text_of(client, f"{reverse(name)}?x=1"))

    assert head.canonical == [f"{HOME}{reverse(name)}"]
    assert head["robots"] == []


@pytest.mark.parametrize(
    "name",
    ["search", "account", "subscription", "account-data", "pseudonym", "gifts", "contributions", "reply-notices",
     "podcast", "account_login", "account_signup", "account_reset_password", "cancellation", "renunciation"],
)  # fmt: skip
def test_what_is_one_reader_s_or_a_form_stays_out_of_search(alice: User, name: str) -> None:
    client = Client() if name.startswith("account_") or name == "search" else factories.let_in(Client(), alice)

    (robots,) = Head(text_of(client, reverse(name)))["robots"]

    assert robots.startswith("noindex")


def test_a_preview_stays_out_of_search(draft_article: Article, edith: User) -> None:
    head = Head(text_of(factories.let_in(Client(), edith), draft_article.get_absolute_url()))

    assert head["robots"] == ["noindex, nofollow"]


@pytest.mark.parametrize("address", ["/nowhere/", "/politique/rien-99"])
def test_an_error_has_no_address(client: Client, politics: Section, address: str) -> None:
    assert Head(client.get(address).content.decode()).canonical == []


def test_what_was_withdrawn_has_no_address(client: Client, free_article: Article) -> None:
    free_article.withdraw(by=None)
    answer = client.get(free_article.get_absolute_url())

    assert answer.status_code == 410
    assert Head(answer.content.decode()).canonical == []
