"""Calendar arithmetic that the standard library leaves out, and the first of the month as French has it."""

import calendar
from datetime import datetime

from django.utils import dateformat, translation


def months_later(moment: datetime, months: int) -> datetime:
    """Return the moment that many calendar months later; the last day of a month too short for its day."""
    years, month = divmod(moment.month - 1 + months, 12)
    year = moment.year + years
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


class PaperDateFormat(dateformat.DateFormat):
    """Django's way to write a date, but for what it leaves out: in French the first day alone is an ordinal."""

    def j(self) -> int | str:  # type: ignore[override] # what is put together from it is a text
        """Return the day of the month: « 1er », then 2, 3, 4."""
        day: int = super().j()
        return "1er" if day == 1 and (translation.get_language() or "").partition("-")[0] == "fr" else day


def write_first_of_month() -> None:
    """Let every date of the paper be written so: filters, letters, lists of the admin.

    Django has no place where a format could say it: what it writes dates with is changed for the whole process.
    """
    dateformat.DateFormat = PaperDateFormat  # type: ignore[misc]
