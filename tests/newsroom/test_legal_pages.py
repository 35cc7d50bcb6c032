"""The pages of law: they say what the publisher filled in and what the software does, and nothing else."""

import re
from dataclasses import asdict

import pytest
from django.test import Client
from django.urls import resolve, reverse
from pytest_django import Settings

from comments.text import COMMENT_MAX_LENGTH
from newsroom.publisher import Publisher

pytestmark = [pytest.mark.once, pytest.mark.django_db]

PAGES = ["terms", "privacy", "legal", "accessibility"]
FILLED = Publisher(
    company="Éditions de la Loire",
    legal_form="SAS, 40 000 €",
    address="3 quai des Marchands, 45000 Orléans",
    phone="02 00 00 00 00",
    email="journal@loire.example",
    registration="RCS Orléans 000 000 000",
    publication_director="Jeanne Aubry",
    host_name="Hébergement du Val",
    host_address="1 rue des Serveurs, 37000 Tours",
    host_phone="02 00 00 00 01",
    dsa_contact_email="autorites@loire.example",
    dsa_languages="français, anglais",
)
HREFS = re.compile(r'href="([^"]*)"')


def article(client: Client, page: str) -> str:
    """Return the page's own part, without the furniture that every page has."""
    response = client.get(reverse(page))
    assert response.status_code == 200
    return response.content.decode().partition('<article class="prose">')[2].partition("</article>")[0]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_law_stands_at_its_address(client: Client, page: str) -> None:
    assert reverse(page) == f"/{page}/"
    assert article(client, page).count("<h1>") == 1
    assert client.head(reverse(page)).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_law_takes_no_post(client: Client, page: str) -> None:
    assert client.post(reverse(page)).status_code == 405


@pytest.mark.parametrize("page", PAGES)
def test_whoever_only_reads_receives_no_cookie(client: Client, page: str) -> None:
    assert not client.get(reverse(page)).cookies


@pytest.mark.parametrize("page", PAGES)
def test_a_link_of_a_page_of_law_leads_somewhere(client: Client, page: str) -> None:
    # `{% url … as … %}` says nothing of an address it does not know: the link is left empty.
    for address in HREFS.findall(article(client, page)):
        assert address.startswith(("https://", "mailto:")) or resolve(address), address


@pytest.mark.parametrize(("key", "value"), asdict(FILLED).items(), ids=list(asdict(FILLED)))
def test_the_legal_notice_prints_each_fact(client: Client, settings: Settings, key: str, value: str) -> None:
    settings.PUBLISHER = FILLED

    assert value in article(client, "legal"), key


@pytest.mark.parametrize("page", PAGES)
def test_a_filled_publisher_leaves_no_word_of_what_is_not_filled_in(
    client: Client, settings: Settings, page: str
) -> None:
    settings.PUBLISHER = FILLED

    assert 'class="unfilled"' not in article(client, page)


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_publisher_is_said_plainly(client: Client, settings: Settings, page: str) -> None:
    settings.PUBLISHER = Publisher()

    text = article(client, page)

    assert 'class="unfilled"' in text
    assert "mailto:" not in text
    assert "<li></li>" not in re.sub(r"\s+", "", text)


def test_an_empty_publisher_leaves_no_empty_list_nor_heading(client: Client, settings: Settings) -> None:
    settings.PUBLISHER = Publisher()

    text = article(client, "legal")

    assert "<ul>" not in text
    assert 'id="dsa"' not in text


def test_the_facts_are_escaped(client: Client, settings: Settings) -> None:
    settings.PUBLISHER = Publisher(**dict.fromkeys(asdict(FILLED), '"><script>alert(1)</script>'))

    for page in PAGES:
        assert "<script" not in article(client, page)


def test_the_page_on_personal_data_names_the_cookies_as_they_are_set(client: Client, settings: Settings) -> None:
    settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_AGE = "reader", 3 * 86400
    settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_AGE = "form", 5 * 86400

    items = [item for item in article(client, "privacy").split("<li>") if "<code>" in item]

    assert "<code>reader</code>" in items[0]
    assert re.search(r"\b3\b", items[0])
    assert "<code>form</code>" in items[1]
    assert re.search(r"\b5\b", items[1])


def test_the_terms_state_the_limit_that_the_discussion_applies(client: Client) -> None:
    assert str(COMMENT_MAX_LENGTH) in article(client, "terms")
