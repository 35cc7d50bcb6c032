"""What counts as a stale answer: one that does not show what was acknowledged before it was asked for."""

import pytest

from tests.benchmarks.shown import REMEMBERED, Truth

OLD, NEW = "marque000001", "marque000002"
WITH_OLD, WITH_NEW, WITH_NONE = b"une marque000001 ici", b"une marque000002 ici", b"rien"


@pytest.fixture
def truth() -> Truth:
    """One page that shows the old mark."""
    truth = Truth()
    truth.note(OLD, ["/"], is_shown=True)
    return truth


def change(truth: Truth) -> None:
    """Put the new mark in the place of the old one, as a writer does."""
    with truth.changing(OLD, NEW):
        truth.note(NEW, ["/"], is_shown=True)
        truth.note(OLD, ["/"], is_shown=False)


def test_an_answer_that_lacks_what_was_written_before_it_was_asked_for_is_stale(truth: Truth) -> None:
    change(truth)

    asked = truth.page("/")

    assert truth.stale("/", asked, WITH_NEW) == []
    assert sorted(truth.stale("/", asked, WITH_OLD)) == [OLD, NEW]
    assert truth.stale("/", asked, WITH_NONE) == [NEW]


@pytest.mark.parametrize("body", [WITH_OLD, WITH_NEW])
def test_an_answer_may_be_of_any_moment_since_it_was_asked_for(truth: Truth, body: bytes) -> None:
    asked = truth.page("/")

    change(truth)

    assert truth.stale("/", asked, body) == []


@pytest.mark.parametrize("body", [WITH_OLD, WITH_NEW])
def test_what_is_being_written_is_not_yet_acknowledged(truth: Truth, body: bytes) -> None:
    asked = truth.page("/")

    with truth.changing(OLD, NEW):
        assert truth.stale("/", asked, body) == []


def test_another_page_has_marks_of_its_own_and_old_ones_are_let_go(truth: Truth) -> None:
    assert truth.stale("/other/", truth.page("/other/"), WITH_OLD) == []

    for number in range(10, 10 + REMEMBERED):
        truth.note(f"marque{number:06}", ["/"], is_shown=False)

    assert len(truth.page("/")) <= REMEMBERED + 1
