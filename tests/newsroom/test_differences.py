"""Two texts compared word by word, and two changes of one text brought together."""

import random
import time

import pytest

from newsroom.lib.differences import Kind, between, merged


def marked(old: str, new: str) -> str:
    """Return the comparison as one line: [-what went-] {+what came+}."""
    signs = {Kind.SAME: "{}", Kind.REMOVED: "[-{}-]", Kind.ADDED: "{{+{}+}}"}
    return "".join(signs[piece.kind].format(piece.text) for piece in between(old, new))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("", "", ""),
        ("Un pont.", "Un pont.", "Un pont."),
        ("", "Un.", "{+Un.+}"),
        ("Un.", "", "[-Un.-]"),
        ("Le pont rouvre lundi.", "Le pont rouvre mardi.", "Le pont rouvre [-lundi.-]{+mardi.+}"),
        ("Le pont rouvre.", "Le grand pont rouvre.", "Le{+ grand+} pont rouvre."),
        # Words that all changed read as one change, not as a word here and a word there.
        ("un deux trois", "quatre cinq six", "[-un deux trois-]{+quatre cinq six+}"),
        ("Un.\n\nDeux.\n\nTrois.", "Un.\n\nTrois.", "Un.\n\n[-Deux.\n\n-]Trois."),
        ("a <strong>b</strong> c", "a b c", "a [-<strong>-]b[-</strong>-] c"),
    ],
)
def test_what_went_and_what_came_is_told_in_the_order_of_reading(old: str, new: str, told: str) -> None:
    assert marked(old, new) == told


def test_either_text_is_whole_in_the_comparison() -> None:
    words = random.Random(7)  # noqa: S311 - the same texts each time, and no secret
    for _ in range(200):
        old, new = ("".join(words.choices(["a", "b", " ", "\n", "<p>"], k=words.randrange(30))) for _ in range(2))
        pieces = between(old, new)

        # But for the number of spaces, which is no change.
        for text, gone in ((new, Kind.REMOVED), (old, Kind.ADDED)):
            assert "".join(piece.text for piece in pieces if piece.kind != gone).replace(" ", "") == text.replace(
                " ", ""
            )


def test_a_long_text_is_compared_in_no_time() -> None:
    old = "\n".join(" ".join(f"mot{n}" for n in range(start, start + 60)) for start in range(0, 30_000, 60))
    # Time of the processor: it may have others to serve besides.
    started = time.process_time()

    between(old, old.replace("mot17 ", "autre ").replace("mot29000", "fin"))
    between("x " * 40_000, "y " * 40_000)

    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ("abc", "abc", "abc"),
        ("Abc", "abc", "Abc"),
        ("abc", "abC", "abC"),
        ("Abc", "abC", "AbC"),
        ("Abc", "Abc", "Abc"),
        ("bc", "abcd", "bcd"),
        ("", "abc", ""),
        # The same paragraph, or two that meet: nobody but a person knows.
        ("Abc", "Äbc", None),
        ("Abc", "aBc", None),
        ("abcX", "abcY", None),
    ],
)
def test_changes_of_different_paragraphs_are_brought_together(mine: str, theirs: str, both: str | None) -> None:
    assert merged(list("abc"), list(mine), list(theirs)) == (None if both is None else list(both))
    assert merged(list("abc"), list(theirs), list(mine)) == (None if both is None else list(both))
