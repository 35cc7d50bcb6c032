"""The front page: the latest first, some of each section, nothing twice, nothing that is not public."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from articles.models import Article, Section
from articles.views import A_SECTION_ON_FRONT, LATEST_ON_FRONT
from tests import factories
from tests.articles.pages import headlines, queries, text_of
from tests.factories import SECRET


def published(section: Section, hours_ago: float) -> Article:
    """Return an article published that many hours ago."""
    article = factories.article(section, f"Il y a {hours_ago} heures", published=False, body=factories.WALLED_BODY)
    article.publish(by=None, at=timezone.now() - timedelta(hours=hours_ago))
    return article


def test_the_latest_article_leads_and_the_others_follow(client: Client, politics: Section) -> None:
    third, first, second = published(politics, 3), published(politics, 1), published(politics, 2)

    page = text_of(client, "/")

    assert headlines(page, third, first, second) == [first.headline, second.headline, third.headline]
    assert page.index('class="front-lead"') < page.index(first.get_absolute_url())


def test_what_is_not_public_is_not_there(client: Client, politics: Section, draft_article: Article) -> None:
    ahead, withdrawn = published(politics, -1), published(politics, 1)
    withdrawn.withdraw(by=None)

    assert headlines(text_of(client, "/"), draft_article, ahead, withdrawn) == []


def test_sections_follow_in_their_order_with_what_stands_nowhere_above(client: Client, politics: Section) -> None:
    culture = Section.objects.create(name="Culture", slug="culture", position=0)
    older = [published(section, 100 + number) for section in (politics, culture) for number in range(5)]
    latest = [published(politics, 1 + number) for number in range(LATEST_ON_FRONT + 1)]

    page = text_of(client, "/")

    shown = headlines(page, *latest, *older)
    assert shown[: len(latest)] == [one.headline for one in latest]
    assert len(shown) == len(latest) + 2 * A_SECTION_ON_FRONT
    assert page.index('id="block-culture"') < page.index('id="block-politique"')
    for article in (*latest, *older):
        assert page.count(f'<a href="{article.get_absolute_url()}"') <= 1


def test_cards_tell_nothing_of_a_walled_body(client: Client, politics: Section) -> None:
    published(politics, 1)

    assert SECRET not in text_of(client, "/")


def test_an_empty_paper_says_so(client: Client, db: None) -> None:
    assert 'class="empty"' in text_of(client, "/")


def test_the_page_costs_the_same_however_many_articles_there_are(client: Client, politics: Section) -> None:
    culture = Section.objects.create(name="Culture", slug="culture")
    for number in range(10):
        published(culture, 50 + number)
        published(politics, 60 + number)
    few = queries(client, "/")
    for number in range(20):
        published(culture, 10 + number)

    assert queries(client, "/") == few <= 12
