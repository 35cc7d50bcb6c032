"""The archive: every article has its year, month and day, by the paper's clock; empty ones are no link."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Section
from tests import factories
from tests.articles.pages import headlines, queries, text_of
from tests.factories import SECRET

ADDRESSES = ("/archive/", "/archive/2024/", "/archive/2024/02/", "/archive/2024/02/29/")


def on(section: Section, day: str, headline: str = "") -> Article:
    """Return an article published at noon of a day."""
    article = factories.article(section, headline or f"Le {day}", published=False, body=factories.WALLED_BODY)
    article.publish(by=None, at=datetime.fromisoformat(f"{day}T12:00:00+01:00"))
    return article


@pytest.fixture
def leap_day(politics: Section) -> Article:
    """An article of a day that most years lack, with others around it."""
    on(politics, "2023-11-02")
    made = on(politics, "2024-02-29")
    on(politics, "2024-03-01")
    on(politics, "2025-01-05")
    return made


@pytest.mark.parametrize("address", ADDRESSES[2:])
def test_a_span_shows_its_articles_and_no_other(client: Client, leap_day: Article, address: str) -> None:
    page = text_of(client, address)

    assert headlines(page, *Article.objects.select_related("section")) == [leap_day.headline]
    assert SECRET not in page


def test_months_and_days_without_articles_are_no_links(client: Client, leap_day: Article) -> None:
    years, year, month = (text_of(client, address) for address in ADDRESSES[:3])

    for number in range(1, 13):
        assert (f'"/archive/2024/{number:02}/"' in years) == (number in {2, 3})
        assert (f'"/archive/2024/{number:02}/"' in year) == (number in {2, 3})
    assert '"/archive/2024/02/29/"' in year
    assert '"/archive/2024/02/29/"' in month
    assert '"/archive/2024/02/28/"' not in year + month


def test_each_span_leads_to_the_nearest_with_articles(client: Client, leap_day: Article) -> None:
    for address, before, after in (
        ("/archive/2024/", "/archive/2023/", "/archive/2025/"),
        ("/archive/2024/02/", "/archive/2023/11/", "/archive/2024/03/"),
        ("/archive/2024/02/29/", "/archive/2023/11/02/", "/archive/2024/03/01/"),
    ):
        page = text_of(client, address)
        assert f'<a rel="prev" href="{before}">' in page
        assert f'<a rel="next" href="{after}">' in page


def test_a_span_between_two_articles_says_that_it_is_empty(client: Client, leap_day: Article) -> None:
    assert 'class="empty"' in text_of(client, "/archive/2024/12/")
    assert 'class="empty"' in text_of(client, "/archive/2024/02/28/")


@pytest.mark.parametrize(
    "dates",
    [
        *("2024/00", "2024/13", "2023/02/29", "2024/02/30", "2024/02/00", "0000", "9999", "9999/12", "9999/12/31"),
        *("2022", "2023/10", "2023/11/01", "2025/01/06", "2025/02", "2026", "2024/2", "2024/02/1", "24", "2024/ab"),
    ],
)
def test_a_date_that_no_calendar_or_paper_has_is_404(client: Client, leap_day: Article, dates: str) -> None:
    assert client.get(f"/archive/{dates}/").status_code == 404


def test_a_day_is_the_papers_day(client: Client, politics: Section) -> None:
    article = factories.article(politics, "À minuit moins cinq", published=False)
    article.publish(by=None, at=datetime(2024, 6, 30, 22, 5, tzinfo=UTC))

    assert headlines(text_of(client, "/archive/2024/07/01/"), article) == [article.headline]
    assert headlines(text_of(client, "/archive/2024/07/"), article) == [article.headline]
    assert '"/archive/2024/07/"' in text_of(client, "/archive/")


def test_what_is_not_public_has_no_day(client: Client, leap_day: Article, politics: Section) -> None:
    on(politics, "2024-04-01").withdraw(by=None)
    coming = factories.article(politics, "Demain", published=False)
    coming.publish(by=None, at=timezone.now() + timedelta(days=400))
    next_year = timezone.localdate(coming.published_at).year

    assert '"/archive/2024/04/"' not in text_of(client, "/archive/2024/")
    assert str(next_year) not in text_of(client, "/archive/")
    assert client.get(f"/archive/{next_year}/").status_code == 404


def test_an_empty_paper_says_so(client: Client, db: None) -> None:
    assert 'class="empty"' in text_of(client, "/archive/")
    assert client.get("/archive/2024/").status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_of_the_archive_costs_the_same_however_much_it_holds(
    client: Client, leap_day: Article, politics: Section, address: str
) -> None:
    few = queries(client, address)
    for number in range(25):
        on(politics, f"2024-02-{1 + number:02}")
        on(politics, "2024-02-29", f"De plus {number}")

    assert queries(client, address) == few <= 10


@pytest.mark.parametrize("address", ADDRESSES)
def test_everyone_signed_out_shares_the_archive(client: Client, leap_day: Article, address: str) -> None:
    answer = client.get(address)

    assert set(answer.headers["Cache-Control"].split(", ")) == {"public", "max-age=0", "s-maxage=1", "must-revalidate"}
    assert not answer.cookies
