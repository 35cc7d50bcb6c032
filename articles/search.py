"""Search in what is published: for everyone in what anyone may read, for who may read all of it in the whole.

A phrase that stands behind the wall finds nothing for who may not read there: else it would tell that it does.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, PublicText, Section, WholeText
from articles.models.article import ArticleQuerySet
from articles.models.searched import PUBLIC, WHOLE, SearchedText
from newsroom.lib import fulltext
from newsroom.lib.excerpts import Piece, excerpt, marked
from newsroom.lib.fulltext.phrases import Phrase, parse
from newsroom.lib.typography import set_spaces

# Nobody leafs through more, and each costs the database something.
MOST = 500
# A standfirst of common length is shown whole.
EXCERPT_LENGTH = 300
# What nobody types into a field; of more, the beginning is searched for.
LONGEST_QUERY = 300


class Order(TextChoices):
    """Which article comes first."""

    RELEVANCE = "relevance", _("Best match")
    DATE = "date", _("Most recent")


class Period(TextChoices):
    """How long ago it was published."""

    ANY = "", _("Any time")
    WEEK = "week", _("The last week")
    MONTH = "month", _("The last month")
    YEAR = "year", _("The last year")

    def begins(self, now: datetime) -> datetime | None:
        """Return from when on; None for any time."""
        days = {"week": 7, "month": 31, "year": 366}.get(self.value)
        return now - timedelta(days=days) if days else None


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for, where, and whether behind the wall too."""

    words: str
    section: Section | None = None
    period: Period = Period.ANY
    order: Order = Order.RELEVANCE
    whole: bool = False

    @property
    def phrases(self) -> list[Phrase]:
        """What is looked for, in words."""
        return parse(self.words)

    @property
    def texts(self) -> type[SearchedText]:
        """Where it is looked for."""
        return WholeText if self.whole else PublicText


@dataclass(frozen=True, slots=True)
class Result:
    """An article that was found, with the words that were looked for marked."""

    article: Article
    headline: list[Piece]
    excerpt: list[Piece]


def find(query: Query) -> list[int]:
    """Return the ids of the articles found, in order, one more than MOST at most: two or three queries."""
    index = WHOLE if query.whole else PUBLIC
    rows = _where(query)
    if query.order == Order.RELEVANCE:
        return fulltext.best(rows, query.words, index, limit=MOST + 1)
    matching = fulltext.matching(rows, query.words, index).latest_first()
    return list(matching.values_list("pk", flat=True)[: MOST + 1])


def results(query: Query, found: list[int]) -> list[Result]:
    """Return what a page shows of the articles found, in the same order: a constant number of queries."""
    articles = {one.pk: one for one in Article.objects.published().filter(pk__in=found).for_cards()}
    texts = query.texts._default_manager.in_bulk(list(articles))
    return [_result(articles[pk], texts[pk], query.phrases) for pk in found if pk in articles and pk in texts]


def _where(query: Query) -> ArticleQuerySet:
    articles = Article.objects.published()
    if query.section:
        articles = articles.filter(section=query.section)
    if since := query.period.begins(timezone.now()):
        articles = articles.filter(published_at__gte=since)
    return articles


def _result(article: Article, text: SearchedText, phrases: list[Phrase]) -> Result:
    def spaced(words: str) -> str:
        return set_spaces(words, article.language)

    standfirst = spaced(article.standfirst)
    shown = excerpt(standfirst, phrases, EXCERPT_LENGTH) or excerpt(spaced(text.text), phrases, EXCERPT_LENGTH)
    if not shown and standfirst:
        shown = [Piece(standfirst)]
    return Result(article, marked(spaced(article.headline), phrases), shown)
