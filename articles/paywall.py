"""The paywall: who may read what. Pure: it asks neither the database nor the clock."""

from dataclasses import dataclass
from enum import StrEnum

from articles.meter import Meter
from articles.models import Article
from articles.teaser import teaser
from newsroom.lib import markup

__all__ = ["Access", "Reader", "Reason", "decide", "teaser", "whole"]

# What a subscription opens.
WALLED = frozenset({Article.Access.METERED, Article.Access.SUBSCRIBERS})

# The meter of who has none.
NONE = Meter()


class Reason(StrEnum):
    """Why access was granted or refused."""

    FREE = "free"
    SUBSCRIBER = "subscriber"
    STAFF = "staff"
    GRACE = "grace"
    METERED = "metered"
    GIFT = "gift"
    UNOPENED = "unopened"
    METERED_OUT = "metered-out"
    SIGNED_OUT = "signed-out"
    NO_SUBSCRIPTION = "no-subscription"


@dataclass(frozen=True, slots=True)
class Reader:
    """What the paywall needs to know of who asks, as the database says it at this request."""

    signed_in: bool = False
    subscribed: bool = False
    # Their subscription ended, and still opens everything for some days.
    in_grace: bool = False
    staff: bool = False
    # They followed a gift link that opens this article.
    gift: bool = False


@dataclass(frozen=True, slots=True)
class Access:
    """The paywall's answer."""

    granted: bool
    reason: Reason
    # Where the reader's meter stands, where it counted for the answer.
    meter: Meter = NONE

    @property
    def may_open(self) -> bool:
        """Whether the reader's meter opens the article, once they ask for it."""
        return self.reason == Reason.UNOPENED

    @property
    def is_own(self) -> bool:
        """Whether the answer is this reader's alone, so that no cache may hold a page that shows it."""
        return (self.granted and self.reason != Reason.FREE) or bool(self.meter.opened)


def decide(article: Article, reader: Reader, meter: Meter) -> Access:
    """Return whether `reader`, whose meter stands there, gets the whole of `article`, and why.

    What no rule grants is refused.
    """
    if article.access == Article.Access.FREE:
        return Access(True, Reason.FREE)
    if reader.staff:
        return Access(True, Reason.STAFF)
    if article.access in WALLED and reader.subscribed:
        return Access(True, Reason.SUBSCRIBER)
    if article.access in WALLED and reader.in_grace:
        return Access(True, Reason.GRACE)
    if article.access == Article.Access.METERED and article.pk in meter.opened and meter.allowance:
        return Access(True, Reason.METERED, meter)
    if article.access in WALLED and reader.gift:
        return Access(True, Reason.GIFT)
    if article.access == Article.Access.METERED and meter.allowance:
        return Access(False, Reason.UNOPENED if meter.left else Reason.METERED_OUT, meter)
    return Access(False, Reason.NO_SUBSCRIPTION if reader.signed_in else Reason.SIGNED_OUT)


def opens_to_all(article: Article) -> bool:
    """Return whether everybody reads the whole of it, whoever they are."""
    return decide(article, Reader(), NONE).granted


def in_public(article: Article) -> str:
    """Return what of the body everybody may read: what is one for all, as a feed is, holds no more, whoever asks."""
    return part(article, granted=opens_to_all(article))


def part(article: Article, *, granted: bool) -> str:
    """Return what of the body somebody reads: the whole where it is granted, else the teaser."""
    return whole(article.body) if granted else teaser(article.body)


def whole(body: str) -> str:
    """Return a body as who is granted reads it: the editor's wall mark is no text."""
    return body.replace(markup.WALL_MARK, "")
