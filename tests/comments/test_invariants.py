"""Invariants 1, 2, 4, 7, 8 and 9 (moderation.md §11) under hundreds of deeds in any order, others each time.

`INVARIANTS=20 pytest …` lets the crowd live twenty times as many lives.
"""

from tests.comments.cast import Cast
from tests.comments.crowd import live
from tests.comments.watch.desk import Desk
from tests.comments.watch.erased import Erased
from tests.comments.watch.passed import Passed
from tests.comments.watch.reach import Reach


class Everybody(Reach, Desk, Passed, Erased):
    """Looks at all of it, after the same deeds."""


def test_whatever_the_crowd_does_the_invariants_hold(cast: Cast) -> None:
    live(Everybody, cast, lives=12)
