"""Months are calendar months, and the first of one is an ordinal in French."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.formats import date_format, localize

from newsroom.lib.dates import months_later


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-15", 6, "2026-07-15"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-29", 6, "2028-02-29"),
        ("2026-12-31", 6, "2027-06-30"),
        ("2026-06-30", 12, "2027-06-30"),
        ("2026-03-31", 1, "2026-04-30"),
    ],
)
def test_the_day_stays_or_is_the_last_of_a_shorter_month(day: str, months: int, later: str) -> None:
    moment = datetime.fromisoformat(f"{day}T21:44:00").replace(tzinfo=UTC)

    assert months_later(moment, months) == datetime.fromisoformat(f"{later}T21:44:00").replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "written"),
    [
        ("fr", "2026-11-01", "1er novembre 2026"),
        ("fr", "2026-11-11", "11 novembre 2026"),
        ("fr", "2026-11-21", "21 novembre 2026"),
        ("en", "2026-11-01", "Nov. 1, 2026"),
    ],
)
def test_the_first_of_the_month_is_written_as_the_language_writes_it(language: str, day: str, written: str) -> None:
    that_day = date.fromisoformat(day)

    with translation.override(language):
        of_a_page = Template('{{ day|date:"DATE_FORMAT" }} {{ day }}').render(Context({"day": that_day}))
        assert of_a_page == f"{written} {written}"
        assert date_format(that_day) == localize(that_day) == written
