"""A piece of a text around the words that were searched for, cut between words."""

import pytest

from newsroom.lib.excerpts import excerpt, marked
from newsroom.lib.fulltext.phrases import parse


def shown(pieces: list[object]) -> str:
    """Return the pieces as one text, what was found in brackets."""
    return "".join(f"[{piece.text}]" if piece.is_found else piece.text for piece in pieces)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("query", "text", "pieces"),
    [
        ("pont", "Le pont rouvre.", "Le [pont] rouvre."),
        ("PONT", "Le pont rouvre.", "Le [pont] rouvre."),
        ("eleve", "Un élève, deux ÉLÈVES", "Un [élève], deux [ÉLÈVES]"),
        ("oeuf", "Des œufs", "Des [œufs]"),
        ("gouvern", "Le gouvernement gouverne", "Le [gouvernement] [gouverne]"),
        ("ponts", "Le pont", "Le [pont]"),
        ("canal", "Les canaux", "Les [canaux]"),
        ("bateaux x", "Un bateau", "Un [bateau]"),
        ('"le pont"', "Le pont, sur le pont neuf", "[Le pont], sur [le pont] neuf"),
        ('"ponts"', "Le pont", "Le pont"),
        ("l'élève", "L’élève et l'élan", "[L’élève] et l'élan"),
        ("le la", "Le pont", "[Le] pont"),
        ("les", "Lesquels", "Lesquels"),
        ("<b>", "a <b> c", "a <[b]> c"),
        ("", "Le pont", "Le pont"),
    ],
)
def test_what_was_looked_for_is_marked(query: str, text: str, pieces: str) -> None:
    assert shown(list(marked(text, parse(query)))) == pieces


def test_an_excerpt_begins_a_little_before_the_first_word_found() -> None:
    text = "un deux trois quatre cinq six sept huit neuf dix onze douze treize"

    assert shown(list(excerpt(text, parse("sept"), 24))) == "…six [sept] huit neuf dix…"
    assert shown(list(excerpt(text, parse("un"), 12))) == "[un] deux…"
    assert shown(list(excerpt(text, parse("treize"), 40))) == "…douze [treize]"
    assert shown(list(excerpt(text, parse("un"), 100))) == text.replace("un", "[un]", 1)


def test_there_is_no_excerpt_where_nothing_was_found() -> None:
    assert excerpt("Le pont", parse("viaduc"), 100) == []
    assert excerpt("", parse("viaduc"), 100) == []
