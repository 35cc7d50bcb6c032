"""What was published when: years, months and days that hold articles, by the paper's clock."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.db.models import Count
from django.db.models.functions import TruncDate, TruncMonth
from django.utils import timezone
from django.utils.formats import get_format

from articles.models import Article
from articles.models.article import ArticleQuerySet


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
    """A day or a month of the calendar, with how many articles it holds."""

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


def years() -> list[tuple[date, list[Cell]]]:
    """Return the years that hold articles, the last first, each with its twelve months: one query."""
    counts = _counts(Article.objects.published(), TruncMonth("published_at"))
    by_year = groupby(sorted(counts, reverse=True), key=lambda first: first.year)
    return [(date(year, 1, 1), [_month_cell(year, number, counts) for number in range(1, 13)]) for year, _ in by_year]


def months(span: Span) -> list[Month]:
    """Return the months of the span, day by day: one query."""
    counts = _counts(span.articles, TruncDate("published_at"))
    firsts = [date(span.first.year, number, 1) for number in range(1, 13)]
    return [_month(first, counts) for first in firsts if span.first <= first < span.end]


def weekdays() -> list[date]:
    """Return a week, from the day it begins with in the reader's language."""
    monday = date(2024, 1, 1)
    return [monday + timedelta(days=_first_weekday() + place) for place in range(7)]


def _counts(articles: ArticleQuerySet, span: TruncDate | TruncMonth) -> dict[date, int]:
    rows = articles.order_by().values_list(span.copy()).annotate(Count("pk"))
    return {(first.date() if isinstance(first, datetime) else first): count for first, count in rows}


def _month_cell(year: int, number: int, counts: dict[date, int]) -> Cell:
    first = date(year, number, 1)
    return Cell(first, counts.get(first, 0))


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
