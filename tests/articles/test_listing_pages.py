"""The pages of a section, a tag and a contributor: what is public, the latest first, page by page."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from articles.models import Article, Byline, Contributor, Section, Tag
from articles.views import A_LISTING_PAGE
from tests import factories
from tests.articles import illustrating
from tests.articles.pages import headlines, queries, text_of
from tests.factories import SECRET

ADDRESSES = ("/politique/", "/tags/ponts/", "/contributors/alice-martin/")


@pytest.fixture
def tag(db: None) -> Tag:
    """A tag."""
    return Tag.objects.create(name="Ponts", slug="ponts")


@pytest.fixture
def contributor(db: None) -> Contributor:
    """Who signs."""
    return Contributor.objects.create(name="Alice Martin", slug="alice-martin", biography="Au journal depuis 2012.")


def listed(section: Section, tag: Tag, contributor: Contributor, count: int) -> list[Article]:
    """Return published articles of the section, the tag and the contributor, the latest first."""
    articles = []
    for number in range(count):
        article = factories.article(section, f"Article {number}", published=False, body=factories.WALLED_BODY)
        article.tags.add(tag)
        Byline.objects.create(article=article, contributor=contributor)
        article.publish(by=None, at=timezone.now() - timedelta(hours=1 + number))
        articles.append(article)
    return articles


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_listing_shows_what_is_public_the_latest_first(
    client: Client, politics: Section, tag: Tag, contributor: Contributor, address: str
) -> None:
    first, second, hidden = listed(politics, tag, contributor, 3)
    hidden.withdraw(by=None)
    culture = Section.objects.create(name="Culture", slug="culture")
    other = factories.article(culture, "Ailleurs")

    page = text_of(client, address)

    assert headlines(page, second, hidden, first, other) == [first.headline, second.headline]
    assert SECRET not in page


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_listing_comes_page_by_page(
    client: Client, politics: Section, tag: Tag, contributor: Contributor, address: str
) -> None:
    articles = listed(politics, tag, contributor, A_LISTING_PAGE + 1)
    names = [one.headline for one in articles]

    assert headlines(text_of(client, address), *articles) == names[:A_LISTING_PAGE]
    assert headlines(text_of(client, f"{address}?page=2"), *articles) == names[A_LISTING_PAGE:]
    for asked in ("", "1"):
        assert client.get(f"{address}?page={asked}").status_code == 200
    for asked in ("3", "999", "un", "0", "-1", "1.5"):
        assert client.get(f"{address}?page={asked}").status_code == 404


def test_an_empty_section_says_so(client: Client, politics: Section) -> None:
    page = text_of(client, politics.get_absolute_url())

    assert 'class="empty"' in page
    assert 'class="pager"' not in page


@pytest.mark.parametrize("address", ["/tags/ponts/", "/contributors/alice-martin/"])
def test_what_only_a_draft_names_is_not_known(
    client: Client, draft_article: Article, tag: Tag, contributor: Contributor, address: str
) -> None:
    draft_article.tags.add(tag)
    Byline.objects.create(article=draft_article, contributor=contributor)

    assert client.get(address).status_code == 404


def test_a_contributor_is_presented(client: Client, politics: Section, tag: Tag, contributor: Contributor) -> None:
    listed(politics, tag, contributor, 2)

    page = text_of(client, "/contributors/alice-martin/")

    assert "<h1>Alice Martin</h1>" in page
    assert "Au journal depuis 2012." in page


def test_a_contributor_is_shown_with_a_role_and_a_portrait(
    client: Client, politics: Section, tag: Tag, contributor: Contributor, media: Path
) -> None:
    listed(politics, tag, contributor, 1)
    contributor.role = "Cheffe du service Sciences"
    contributor.portrait = illustrating.picture(alt_text="Alice Martin")
    contributor.save()

    page = text_of(client, "/contributors/alice-martin/")

    assert '<p class="role">Cheffe du service Sciences</p>' in page
    assert contributor.portrait.image.url in page


def test_a_section_says_what_it_is_about(client: Client, politics: Section) -> None:
    politics.description = "La ville, la région, et qui les gouverne."
    politics.save()

    page = text_of(client, "/politique/")

    assert f"<p>{politics.description}</p>" in page
    assert f'<meta name="description" content="{politics.description}">' in page


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_page_of_a_listing_names_itself_and_its_neighbours(
    client: Client, politics: Section, tag: Tag, contributor: Contributor, address: str
) -> None:
    listed(politics, tag, contributor, 2 * A_LISTING_PAGE + 1)
    here = f"{settings.SITE_ADDRESS}{address}"

    first, second, third = (text_of(client, f"{address}?page={number}") for number in (1, 2, 3))

    assert f'<link rel="canonical" href="{here}">' in first
    assert f'<link rel="canonical" href="{here}?page=2">' in second
    assert f'<link rel="prev" href="{here}">' in second
    assert f'<link rel="next" href="{here}?page=3">' in second
    assert 'rel="prev"' not in first
    assert 'rel="next"' not in third
    # The first page has one address in what a reader clicks too.
    assert '<a rel="prev" href="?">' in second or f'<a rel="prev" href="{address}">' in second


@pytest.mark.parametrize("address", ["/rien/", "/tags/rien/", "/contributors/rien/"])
def test_what_is_not_there_is_404(client: Client, db: None, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_everyone_signed_out_shares_the_page(
    client: Client, politics: Section, tag: Tag, contributor: Contributor, address: str
) -> None:
    listed(politics, tag, contributor, 1)

    answer = client.get(address)

    assert set(answer.headers["Cache-Control"].split(", ")) == {"public", "max-age=0", "s-maxage=1", "must-revalidate"}
    assert not answer.cookies


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_listing_costs_the_same_however_long_it_is(
    client: Client, politics: Section, tag: Tag, contributor: Contributor, address: str
) -> None:
    listed(politics, tag, contributor, 2)
    few = queries(client, address)
    listed(politics, tag, contributor, A_LISTING_PAGE)

    assert queries(client, address) == few <= 8
