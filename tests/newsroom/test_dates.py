"""Months are calendar months."""

from datetime import UTC, datetime

import pytest

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
