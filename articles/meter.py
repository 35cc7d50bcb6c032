"""The meter: how many metered articles a reader opens in a calendar month, and the cookie that counts signed out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.utils import timezone

from newsroom.lib.dates import months_later

COOKIE = "meter"
# A hundred articles, the most that the setting allows, stay below; browsers keep 4096.
COOKIE_MAX_LENGTH = 2_000


@dataclass(frozen=True, slots=True)
class Meter:
    """What a reader may open this month, and the metered articles that they opened, in that order, by id."""

    allowance: int = 0
    opened: tuple[int, ...] = ()

    @property
    def left(self) -> int:
        """How many more they may open."""
        return max(0, self.allowance - len(self.opened))


def month(now: datetime) -> str:
    """Return the calendar month where the paper is, as 2026-09."""
    return f"{timezone.localtime(now, timezone.get_default_timezone()):%Y-%m}"


def this_month(now: datetime) -> datetime:
    """Return when the calendar month began where the paper is."""
    local = timezone.localtime(now, timezone.get_default_timezone())
    return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def next_month(now: datetime) -> datetime:
    """Return when the next calendar month begins where the paper is."""
    return months_later(this_month(now), 1)


# The cookie holds the month and the ids, and no name or number of who reads: nothing ties two months together, and
# nothing else about the browser is looked at. So whoever throws it away begins anew, and whoever keeps an older one
# has those articles left that it says: that is the price of not recognising people. It never opens what it does not
# name, and it cannot be written without the site's key.


def cookie(opened: Iterable[int], now: datetime) -> str:
    """Return what the cookie of somebody who opened these articles this month holds."""
    return _signer().sign(f"{month(now)}.{'.'.join(map(str, opened))}")


def read(value: str, now: datetime) -> tuple[int, ...]:
    """Return the articles that a cookie says were opened this month; nothing for one that is not ours or is over."""
    if len(value) > COOKIE_MAX_LENGTH:
        return ()
    try:
        when, *opened = _signer().unsign(value).split(".")
    except BadSignature:
        return ()
    return tuple(map(int, opened)) if when == month(now) else ()


def _signer() -> Signer:
    return Signer(salt="articles.meter")
