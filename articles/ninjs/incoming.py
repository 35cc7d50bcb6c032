"""What a news item says, in our words: the article it brings, or why it brings none."""

from dataclasses import dataclass
from datetime import datetime


class BadItem(Exception):
    """An item that cannot be read; `field` says where, `mend` what to write there."""

    def __init__(self, field: str, mend: str) -> None:
        super().__init__(f"{field}: {mend}")


@dataclass(frozen=True, slots=True)
class Named:
    """A contributor, a tag or a section."""

    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class IncomingPicture:
    """The lead picture; `path` is below the folder of the item's file, no alt text means decorative."""

    path: str
    alt_text: str
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class Version:
    """Which version of the item this is, as far as its provider says."""

    number: str
    created: datetime | None

    def is_later_than(self, other: "Version") -> bool | None:
        """Return whether this is the later one; None when nothing tells them apart."""
        if self.created and other.created and self.created != other.created:
            return self.created > other.created
        if self.number.isdecimal() and other.number.isdecimal() and int(self.number) != int(other.number):
            return int(self.number) > int(other.number)
        return None if self == other and (self.number or self.created) else True


@dataclass(frozen=True, slots=True)
class Incoming:
    """An article as its provider wrote it. `body` is clean HTML; what is empty was not said."""

    uri: str
    version: Version
    headline: str
    kicker: str
    standfirst: str
    body: str
    dateline: str
    language: str
    slug: str
    contributors: tuple[Named, ...]
    tags: tuple[Named, ...]
    section: Named | None
    access: str
    picture: IncomingPicture | None
    first_created: datetime | None
    embargo_until: datetime | None
    withheld: bool
    # What was left aside, in words.
    notes: tuple[str, ...]
    # Of an item that this site, or one like it, wrote: when it was begun, and taken from its readers again.
    created_at: datetime | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Canceled:
    """An item that its provider takes back."""

    uri: str
    version: Version


@dataclass(frozen=True, slots=True)
class NotAnArticle:
    """A sound item of another kind."""

    uri: str
    reason: str
