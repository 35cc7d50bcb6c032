"""What a news item says, in our words: the article it brings, or why it brings none."""

from dataclasses import dataclass
from datetime import datetime

# The address of a picture in a body whose pictures are yet to be kept, before its place among them.
STAND_IN = "/incoming/"


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
    """A picture; `path` is below the folder of the item's file, no alt text means decorative."""

    path: str
    alt_text: str
    caption: str
    credit: str
    # What no crop may lose, in percent from the left and the top; None where the item does not say.
    focus: tuple[int, int] | None = None
    # The name, without its suffix, under which a site like this one keeps the file.
    name: str = ""


@dataclass(frozen=True, slots=True)
class Presentation:
    """Who a contributor is, by their slug."""

    slug: str
    role: str
    biography: str
    portrait: IncomingPicture | None


@dataclass(frozen=True, slots=True)
class IncomingCorrection:
    """What was wrong in the article and what is right."""

    text: str
    corrected_at: datetime


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
    # The rest is said by items that this site, or one like it, wrote. When it was begun, and taken from its readers.
    created_at: datetime | None = None
    withdrawn_at: datetime | None = None
    # How many times it was saved.
    saved: int | None = None
    # The pictures that the body shows, where it names `STAND_IN` and their place here.
    pictures: tuple[IncomingPicture, ...] = ()
    presentations: tuple[Presentation, ...] = ()
    corrections: tuple[IncomingCorrection, ...] = ()

    @property
    def beside(self) -> list[IncomingPicture]:
        """The pictures other than the lead picture."""
        return [*self.pictures, *(one.portrait for one in self.presentations if one.portrait)]


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
