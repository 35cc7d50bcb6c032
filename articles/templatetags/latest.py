"""The latest articles, for a page that is about something else."""

from django import template

from articles.models import Article

register = template.Library()


@register.simple_tag
def latest_articles(count: int) -> list[Article]:
    """Return the last `count` articles published, with what a card shows: three queries."""
    return list(Article.objects.published().for_cards().latest_first()[:count])
