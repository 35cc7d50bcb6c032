"""What became of one item: the lines that a command prints."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an item came to; the words of the summary."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    NOT_AN_ARTICLE = "not articles"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the item at `place` (a file, and its line or item)."""

    place: str
    kind: Kind
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"


def summary(outcomes: list[Outcome]) -> str:
    """Return how many items came to what."""
    return ", ".join(f"{kind} {sum(one.kind is kind for one in outcomes)}" for kind in Kind)
