"""What a page is made of, said by who makes it to whoever keeps it. Where nobody listens, it is said to no one."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class Rendering:
    """One page that is being made, as far as it told of itself."""

    # Whether it is the same for all who are signed out.
    is_shared: bool = False
    # The articles of which it shows what is said under them, be it a number, or their sound; by id.
    articles: set[int] = field(default_factory=set)
    # From when on the clock alone makes it another.
    until: datetime | None = None
    # Whether it would be another for who opened metered articles.
    is_metered: bool = False


_listening: ContextVar[Rendering | None] = ContextVar("rendering", default=None)


@contextmanager
def heard() -> Iterator[Rendering]:
    """Listen to what is made in the block."""
    rendering = Rendering()
    token = _listening.set(rendering)
    try:
        yield rendering
    finally:
        _listening.reset(token)


def is_shared() -> None:
    """Say that all who are signed out get the same page."""
    if rendering := _listening.get():
        rendering.is_shared = True


def shows(*articles: int) -> None:
    """Say that the page shows what is said under these articles, or whether they may be heard."""
    if rendering := _listening.get():
        rendering.articles.update(articles)


def holds_until(moment: datetime) -> None:
    """Say that the page is another from that moment on, though nothing changes."""
    if (rendering := _listening.get()) and (rendering.until is None or moment < rendering.until):
        rendering.until = moment


def is_metered() -> None:
    """Say that who opened metered articles gets another page."""
    if rendering := _listening.get():
        rendering.is_metered = True


def hear(made: Rendering) -> None:
    """Say again what a part of the page told of itself when it was made: once, for all pages that it is part of."""
    shows(*made.articles)
    if made.until is not None:
        holds_until(made.until)
    if made.is_metered:
        is_metered()
