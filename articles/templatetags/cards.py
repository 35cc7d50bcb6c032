"""What stands under each card: the same words for the same article on every page, so that they are rendered once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from articles.models import Article, Contributor

register = template.Library()

# As many as a busy paper's pages show at a time: a kilobyte each.
REMEMBERED = 2000


@dataclass(frozen=True, slots=True)
class Signed:
    """What of an article stands there: whatever of it changes makes other words."""

    pk: int
    access: str
    published_at: datetime | None
    names: tuple[tuple[str, str], ...]

    @property
    def byline(self) -> list[Contributor]:
        """Who signs, in order."""
        return [Contributor(name=name, slug=slug) for name, slug in self.names]


@register.simple_tag
def card_meta(article: Article, counts: Mapping[int, int] | None = None) -> SafeString:
    """Return the line under a card: `{% card_meta article counts %}`, with the numbers of comments by article."""
    names = tuple((one.name, one.slug) for one in article.byline)
    signed = Signed(article.pk, article.access, article.published_at, names)
    return _line(signed, (counts or {}).get(article.pk, 0), get_language())


@lru_cache(maxsize=REMEMBERED)
def _line(article: Signed, number: int, language: str | None) -> SafeString:
    context = {"article": article, "number": number, "LANGUAGE_CODE": language}
    return mark_safe(get_template("components/card_meta.html").render(context))  # noqa: S308 - what a template made
