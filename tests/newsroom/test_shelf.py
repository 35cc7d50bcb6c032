"""The shelf of what is kept, when many threads are at it."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random

import pytest

from newsroom.lib.shelf import Shelf

THREADS = 4
TIMES = 3_000


@dataclass(frozen=True)
class Box:
    """Something of a size."""

    size: int


@pytest.fixture(autouse=True)
def in_turns() -> Iterator[None]:
    """Let the threads take turns as often as Python can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_whatever_threads_do_to_it_at_once_it_knows_what_it_holds() -> None:
    shelf = Shelf[Box](1_000)

    def at_it(number: int) -> None:
        chance = Random(number)  # noqa: S311 - a test that can be run again
        for _ in range(TIMES):
            key = chance.randrange(20)
            match chance.randrange(4):
                case 0:
                    shelf.put(key, Box(chance.randrange(1, 200)))
                case 1 if found := shelf.get(key):
                    shelf.drop(key, found)
                case _:
                    shelf.get(key)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(at_it, range(THREADS)))

    held = [found.size for key in list(shelf) if (found := shelf.get(key))]
    assert len(held) == len(shelf) > 1
    assert shelf.size == sum(held) <= 1_000


def test_what_is_weighed_again_is_there_meanwhile() -> None:
    class Looking:
        """Looks, while it is weighed, whether it is there."""

        seen: list[bool] = []

        @property
        def size(self) -> int:
            self.seen.append(shelf.get("looking") is self)
            return 10

    shelf, looking = Shelf[Looking](1_000), Looking()
    shelf.put("looking", looking)
    shelf.put("looking", looking)

    assert looking.seen == [False, True]
    assert shelf.size == 10
