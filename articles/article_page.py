"""What an article's page shows, whoever reads it."""

from operator import attrgetter
from typing import Any

from django.db.models import Exists, OuterRef

from articles import paywall
from articles.body import illustrated
from articles.models import Article, Narration

RELATED = 3


def context(found: Article, answer: paywall.Access) -> dict[str, Any]:
    """Return what templates/articles/article.html needs, for somebody to whom the paywall answers so."""
    related = _related(found)
    return {
        "article": found,
        "access": answer,
        "body": illustrated(paywall.part(found, granted=answer.granted)),
        "related": related,
        # Who drives, or cooks, goes on with one that is read aloud.
        "heard_next": next(filter(attrgetter("is_heard"), related), None),
        "narration": Narration.objects.of_page(found) if found.is_public() else None,
        "is_preview": not found.is_public(),
    }


def _related(found: Article) -> list[Article]:
    """Return the latest articles of the same section; each tells whether it can be heard."""
    is_heard = Exists(Narration.objects.playable().filter(article=OuterRef("pk")))
    others = Article.objects.published().filter(section=found.section).exclude(pk=found.pk).annotate(is_heard=is_heard)
    return list(others.for_cards().latest_first()[:RELATED])
