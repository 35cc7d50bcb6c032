"""The interface in the language a reader chose; everybody else shares the pages in the paper's own."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article, Section
from newsroom import languages
from tests import factories
from tests.articles.pages import text_of

pytestmark = pytest.mark.once

OWN = {"private", "no-store"}


def choose(client: Client, language: str, **sent: str) -> str:
    """Choose a language by the form of a page; return where that leads."""
    answer = client.post("/language/", {"language": language, **sent})
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def test_a_reader_reads_the_site_in_the_language_they_chose(client: Client, free_article: Article) -> None:
    address = free_article.get_absolute_url()
    assert '<html lang="fr">' in text_of(client, address)

    assert choose(client, "en", next=address) == address

    page = text_of(client, address)
    assert '<html lang="en">' in page
    assert "Subscribe" in page
    assert re.search(r"Published on [A-Z][a-z]+ \d+, \d{4} at \d+:\d\d [ap]\.m\.", page)
    assert f'data-article="{free_article.pk}" lang="fr"' in page


def test_what_the_newsroom_named_says_its_language_where_the_page_speaks_another(
    client: Client, free_article: Article, politics: Section
) -> None:
    free_article.tags.create(name="Ponts", slug="ponts")
    pages = (free_article.get_absolute_url(), politics.get_absolute_url(), "/")
    assert not [one for one in pages if re.search(r"<(ul|li|h1|h2)[^>]* lang=", text_of(client, one))]

    choose(client, "en")

    article, section, front = (text_of(client, one) for one in pages)
    assert '<li lang="fr"><a href="/tags/ponts/"' in article
    assert f'<h1 lang="fr">{politics.name}</h1>' in section
    assert front.count('<ul lang="fr">') == 2


def test_who_goes_back_to_the_papers_own_language_keeps_no_cookie(client: Client, free_article: Article) -> None:
    choose(client, "en")
    choose(client, "fr")

    assert not client.cookies["language"].value
    assert '<html lang="fr">' in text_of(client, "/")


@pytest.mark.parametrize("asked", ["de", "", "en-US", "fr\r\nX: y"])
def test_a_language_the_paper_does_not_speak_is_not_there(client: Client, db: None, asked: str) -> None:
    assert client.post("/language/", {"language": asked}).status_code == 404
    assert not client.cookies


@pytest.mark.parametrize(
    ("referer", "sent", "back"),
    [
        ("http://testserver/search/?q=pont", "/search/", "/search/?q=pont"),
        ("", "/politique/", "/politique/"),
        ("https://ailleurs.test/", "/politique/", "/politique/"),
        ("https://ailleurs.test/", "https://ailleurs.test/", "/"),
        ("", "//ailleurs.test/", "/"),
        ("", "javascript:alert(1)", "/"),
        ("", "", "/"),
    ],
)
def test_the_choice_leads_back_to_a_page_of_the_site(
    client: Client, db: None, referer: str, sent: str, back: str
) -> None:
    answer = client.post("/language/", {"language": "en", "next": sent}, headers={"Referer": referer})

    assert answer.headers["Location"] == back


@pytest.mark.parametrize(
    "address", ["/", "/politique/", "/archive/", "/search/?q=pont", "/charter/", "/feed/", "{article}"]
)
def test_no_cache_keeps_a_page_in_another_language_than_the_papers(
    client: Client, free_article: Article, address: str
) -> None:
    address = address.format(article=free_article.get_absolute_url())
    before = client.get(address)
    choose(client, "en")

    answer = client.get(address)

    assert set(answer.headers["Cache-Control"].split(", ")) == OWN
    client.cookies["language"] = "klingon"
    assert client.get(address).headers["Cache-Control"] == before.headers["Cache-Control"]


def test_what_a_browser_prefers_makes_no_variant_of_a_page(client: Client, free_article: Article) -> None:
    page = client.get("/", headers={"Accept-Language": "en"})

    assert '<html lang="fr">' in page.content.decode()
    assert "Accept-Language" not in page.headers.get("Vary", "")
    assert "Cookie" in page.headers["Vary"]


def test_a_paper_in_english_offers_french(client: Client, free_article: Article, settings: Settings) -> None:
    settings.LANGUAGE_CODE = "en"

    page = text_of(client, "/")

    assert '<html lang="en">' in page
    assert 'value="fr" lang="fr">Français</button>' in page


def test_one_readers_language_is_not_the_next_ones(client: Client, politics: Section) -> None:
    factories.article(politics, "Le pont", published=False).publish(by=None, at=timezone.now() - timedelta(days=1))
    english = Client()
    choose(english, "en")

    assert '<html lang="en">' in text_of(english, "/")
    assert '<html lang="fr">' in text_of(client, "/")


def test_what_went_wrong_is_said_in_the_readers_language(client: Client, db: None) -> None:
    choose(client, "en")

    assert "There is nothing at this address." in client.get("/nulle/part-999").content.decode()


def test_the_cookie_holds_the_word_alone(client: Client, db: None) -> None:
    choose(client, "en")

    cookie = client.cookies[languages.COOKIE]
    assert (cookie.value, cookie["samesite"], bool(cookie["httponly"])) == ("en", "Lax", True)
