"""Calendar arithmetic that the standard library leaves out."""

import calendar
from datetime import datetime


def months_later(moment: datetime, months: int) -> datetime:
    """Return the moment that many calendar months later; the last day of a month too short for its day."""
    years, month = divmod(moment.month - 1 + months, 12)
    year = moment.year + years
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
