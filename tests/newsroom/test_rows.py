"""Tables as CSV: read back alike, and nothing in them runs."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.lib.rows import to_csv


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_is_a_formula(sign: str) -> None:
    assert to_csv(["a"], [[f"{sign}1+1"]]).splitlines()[1].lstrip('"').startswith("'")


def test_numbers_stay_numbers_and_nothing_is_blank() -> None:
    assert to_csv(["a", "b", "c"], [[-3, 0.5, None]]) == "a,b,c\r\n-3,0.5,\r\n"


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\x00")), min_size=2, max_size=2)))
def test_what_is_written_is_read_back(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(to_csv(["a", "b"], rows), newline="")))

    assert [[cell.removeprefix("'") for cell in row] for row in read[1:]] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
