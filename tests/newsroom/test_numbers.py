"""Numbers that a browser sent."""

import pytest

from newsroom.lib.numbers import whole


@pytest.mark.parametrize(
    ("given", "number"),
    [
        *(("0", 0), ("7", 7), ("007", 7), ("9" * 18, 10**18 - 1)),
        *(("", None), ("-1", None), ("1.0", None), (" 1", None), ("²", None), ("٣", None), ("9" * 19, None)),
    ],
)
def test_only_a_whole_number_in_plain_digits_is_one(given: str, number: int | None) -> None:
    assert whole(given) == number


def test_of_more_digits_than_are_wanted_it_is_none() -> None:
    assert whole("999", digits=3) == 999
    assert whole("1000", digits=3) is None
