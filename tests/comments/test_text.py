"""A comment's text: one normalisation, one length, and what is refused."""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

import newsroom
from comments import text

VECTORS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "length_vectors.json").read_text(encoding="utf-8"))
SCRIPT = Path(newsroom.__file__).parent / "static" / "js" / "comment-length.js"
LEAST_VECTORS = 60
ANY_TEXT = st.text(st.characters(exclude_categories=()))
# What the rules are about, drawn more often than chance would.
KNOTTY_TEXT = st.text(st.sampled_from("\r\n \t\u00a0\u2003ae\u0301\u0327\u0323\u1100\u1161\u11a8\ud83d\u200d\u0897"))
knows_the_same_unicode = pytest.mark.skipif(
    not unicodedata.unidata_version.startswith(f"{text.UNICODE}."), reason="this Python knows another Unicode"
)


def told(body: str) -> str:
    """Return the code of the refusal of a text."""
    with pytest.raises(ValidationError) as refusal:
        text.cleaned(body)
    return str(refusal.value.code)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["name"]))
def test_a_text_has_the_length_of_its_vector(vector: dict[str, Any]) -> None:
    assert text.length(vector["text"] * vector.get("times", 1)) == vector["length"]


def test_the_vectors_are_many_and_each_has_its_own_name() -> None:
    assert len({vector["name"] for vector in VECTORS}) == len(VECTORS) >= LEAST_VECTORS


@given(ANY_TEXT | KNOTTY_TEXT)
def test_normalising_twice_changes_nothing(body: str) -> None:
    once = text.normalise(body)

    assert text.normalise(once) == once


@given(ANY_TEXT | KNOTTY_TEXT)
def test_a_normal_text_has_no_loose_ends(body: str) -> None:
    kept = text.normalise(body)

    assert "\r" not in kept
    assert "\n\n\n\n" not in kept
    assert kept == kept.strip("\n")
    assert not re.search(rf"[{text.SPACES}]\Z|[{text.SPACES}]\n", kept)


@knows_the_same_unicode
@given(st.text(st.characters(exclude_categories=("Cs", "Cn"))))
def test_what_that_unicode_knows_is_composed_as_nfc(body: str) -> None:
    assert unicodedata.is_normalized("NFC", text.normalise(body))


@knows_the_same_unicode
def test_the_composing_ranges_hold_all_that_composes() -> None:
    active = {code for code in range(0x110000) if unicodedata.combining(chr(code))}
    for code in range(0x110000):
        parts = unicodedata.normalize("NFD", chr(code))
        if parts != chr(code):
            active |= {code, *map(ord, parts)}

    assert [hex(code) for code in active if not text.COMPOSING_RUN.fullmatch(chr(code))] == []


def test_the_composing_ranges_hold_no_unassigned_code_point() -> None:
    held = [code for code in range(0x110000) if text.COMPOSING_RUN.fullmatch(chr(code))]

    assert [hex(code) for code in held if unicodedata.category(chr(code)) == "Cn"] == []


def test_composing_makes_no_text_more_than_four_times_shorter() -> None:
    longest = max(len(unicodedata.normalize("NFD", chr(code))) for code in range(0x110000))

    assert longest * text.COMMENT_MAX_LENGTH <= text.COMPOSED_MAX_LENGTH


def test_the_page_composes_the_same_code_points() -> None:
    script = SCRIPT.read_text(encoding="utf-8")
    composing = re.search(r"COMPOSING = `([^`]*)`", script)
    limit = re.search(r"COMPOSED_MAX_LENGTH = (\d+)", script)

    assert composing is not None
    assert composing[1].split() == text.COMPOSING.split()
    assert limit is not None
    assert int(limit[1]) == text.COMPOSED_MAX_LENGTH


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "empty"),
        (" \r\n\t\u00a0\u3000", "empty"),
        ("\u200b\u200d\u2060\ufeff\u00ad", "empty"),
        ("\u115f\u1160\u2800\u3164\uffa0", "empty"),
        ("\u0301\ufe0f", "empty"),
        ("\U000e0001\U000e0100\u2065", "empty"),
        ("avant\x00après", "control"),
        ("avant\x85après", "control"),
        ("avant\x1b[31maprès", "control"),
        ("avant\uffffaprès", "control"),
        ("avant\ud83daprès", "control"),
        ("x" * 2001, "too-long"),
        ("\U0001f600" * 2001, "too-long"),
        ("x" * 1_000_000, "too-long"),
    ],
)
def test_what_is_no_comment_is_refused(body: str, code: str) -> None:
    assert told(body) == code


@pytest.mark.parametrize(
    "body",
    [
        "x" * 2000,
        "\U0001f600" * 2000,
        "e\u0301" * 2000,
        "x\r\n" * 1000,
        "x" + " " * 50_000,
        "\t– oui",
        # An emoji of Unicode 17: this Python may not know it yet, its author's telephone does.
        "\U0001fac8",
        "\U0001f44d",
        "\uf8ff",
    ],
)
def test_what_is_a_comment_passes(body: str) -> None:
    assert text.cleaned(body) == text.normalise(body)


def test_the_refusal_says_by_how_many() -> None:
    with pytest.raises(ValidationError, match=r"\b17\b.*2000"):
        text.cleaned("x" * 2017)


# A million of what each pattern is slowest at: were the time to grow with the square, this would take hours.
@pytest.mark.parametrize(
    "body",
    ["x" + " " * 10**6 + "x", "x" + "\n" * 10**6 + "x", "\u0301\u0327" * 500_000, "\r" * 10**6, " \n" * 500_000],
    ids=["spaces", "line ends", "marks", "returns", "blank lines"],
)
def test_a_huge_text_is_counted_in_little_time(body: str) -> None:
    assert text.length(body) >= 0
