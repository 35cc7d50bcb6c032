"""What was published when: years, months and days that hold articles, by the paper's clock."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import batched, chain

from django.db import connection
from django.utils import timezone
from django.utils.formats import get_format

from articles.models import Article
from articles.models.article import ArticleQuerySet

# Each span is looked up in the index of what is published, and no article outside of it is read. Grouped by the
# calendar, every article of the paper would be, and on SQLite by a function of Python's.
COUNTED = """
WITH spans (place, first, last) AS (VALUES {rows})
SELECT place, (SELECT count(*) FROM (
    SELECT 1 FROM articles_article
    WHERE status = 'published' AND published_at >= first AND published_at < last LIMIT %s
) AS found) FROM spans ORDER BY place
"""
MONTHS_IN_YEAR = 12
# More than any paper publishes in a day.
ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Span:
    """A year, a month or a day: from the first day to the one after the last."""

    first: date
    end: date

    @classmethod
    def of(cls, year: int, month: int | None = None, day: int | None = None) -> "Span":
        """Return the span. Raises ValueError for a date that no calendar has."""
        first = date(year, 1 if month is None else month, 1 if day is None else day)
        if day:
            return cls(first, first + timedelta(days=1))
        if month:
            return cls(first, date(year + month // 12, month % 12 + 1, 1))
        return cls(first, date(year + 1, 1, 1))

    @property
    def articles(self) -> ArticleQuerySet:
        """What was published in it."""
        return Article.objects.published().filter(
            published_at__gte=_midnight(self.first), published_at__lt=_midnight(self.end)
        )

    def before(self) -> date | None:
        """Return the day of the last article before it; None for the paper's first."""
        return _day_of(Article.objects.published().filter(published_at__lt=_midnight(self.first)).latest_first())

    def after(self) -> date | None:
        """Return the day of the first article after it; None where there is none yet."""
        later = Article.objects.published().filter(published_at__gte=_midnight(self.end))
        return _day_of(later.order_by("published_at"))


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the calendar, with how many articles it holds."""

    day: date
    count: int
    # A day of the month before or after, which fills the week.
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar, in weeks."""

    first: date
    count: int
    weeks: list[list[Cell]]


def years() -> list[tuple[date, list[tuple[date, bool]]]]:
    """Return the years that hold articles, the last first, each with its months and whether they do: four queries."""
    published = Article.objects.published()
    oldest, latest = _day_of(published.order_by("published_at")), _day_of(published.latest_first())
    if not (oldest and latest):
        return []
    every = [Span.of(year) for year in range(latest.year, oldest.year - 1, -1)]
    held = [span for span, count in zip(every, _counts(every, at_most=1), strict=True) if count]
    of_year = range(1, MONTHS_IN_YEAR + 1)
    spans = [Span.of(span.first.year, number) for span in held for number in of_year]
    cells = [(span.first, bool(count)) for span, count in zip(spans, _counts(spans, at_most=1), strict=True)]
    return [(span.first, list(months)) for span, months in zip(held, batched(cells, MONTHS_IN_YEAR), strict=True)]


def months(span: Span) -> list[Month]:
    """Return the months of the span, day by day: one query."""
    days = [span.first + timedelta(days=place) for place in range((span.end - span.first).days)]
    counted = _counts([Span.of(day.year, day.month, day.day) for day in days], at_most=ALL)
    counts = dict(zip(days, counted, strict=True))
    firsts = [date(span.first.year, number, 1) for number in range(1, 13)]
    return [_month(first, counts) for first in firsts if span.first <= first < span.end]


def weekdays() -> list[date]:
    """Return a week, from the day it begins with in the reader's language."""
    monday = date(2024, 1, 1)
    return [monday + timedelta(days=_first_weekday() + place) for place in range(7)]


def _counts(spans: Iterable[Span], *, at_most: int) -> list[int]:
    """Return how many articles each of the spans holds, counted as far as `at_most`: one query."""
    # Public is what is dated at this moment or before.
    ahead = timezone.now() + timedelta(microseconds=1)
    bounds = [(_midnight(span.first), min(_midnight(span.end), ahead)) for span in spans]
    adapted = [connection.ops.adapt_datetimefield_value(bound) for bound in chain.from_iterable(bounds)]
    rows = ", ".join(f"({place}, %s, %s)" for place in range(len(bounds)))
    with connection.cursor() as cursor:
        cursor.execute(COUNTED.format(rows=rows), [*adapted, at_most])
        return [count for _place, count in cursor.fetchall()]


def _month(first: date, counts: dict[date, int]) -> Month:
    weeks = [
        [Cell(day, counts.get(day, 0), is_outside=day.month != first.month) for day in week]
        for week in calendar.Calendar(_first_weekday()).monthdatescalendar(first.year, first.month)
    ]
    count = sum(cell.count for week in weeks for cell in week if not cell.is_outside)
    return Month(first, count, weeks)


def _first_weekday() -> int:
    """Return the day a week begins with, Monday being 0; Django counts from Sunday."""
    return (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _day_of(articles: ArticleQuerySet) -> date | None:
    found = articles.values_list("published_at", flat=True).first()
    return timezone.localtime(found).date() if found else None
