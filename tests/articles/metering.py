"""Open metered articles as a reader does, and see which are open."""

from django.test import Client
from django.urls import reverse

from articles.models import Article
from tests.articles.pages import text_of
from tests.factories import SECRET


def opening(article: Article) -> str:
    """Return where the click on the wall leads."""
    return reverse("meter", args=[article.section.slug, article.slug, article.pk])


def click(client: Client, article: Article, **headers: str) -> int:
    """Open an article; return the status."""
    answer = client.post(opening(article), headers=headers)
    assert answer.status_code != 303 or "no-store" in answer.headers["Cache-Control"]
    return answer.status_code


def opened(client: Client, articles: list[Article]) -> list[int]:
    """Return which of the articles are whole, by their places in the list."""
    return [place for place, one in enumerate(articles) if SECRET in text_of(client, one.get_absolute_url())]
