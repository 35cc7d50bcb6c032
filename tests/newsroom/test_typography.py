"""French typography at render: a table of what becomes what, and what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.lib.typography import set_spaces

N, W = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("fr", "Vraiment ?", f"Vraiment{N}?"),
        ("fr-CA", "Non ! Si ; peut-être", f"Non{N}! Si{N}; peut-être"),
        ("fr", f"Déjà{W}!", f"Déjà{N}!"),
        ("fr", "Voici : « oui »", f"Voici{W}: «{W}oui{W}»"),
        ("fr", "Voici: sans espace", "Voici: sans espace"),
        ("fr", "<p>Fin &amp; suite ;</p>", f"<p>Fin &amp; suite{N};</p>"),
        ("fr", '<a href="https://a.fr/?q=1">Où ?</a>', f'<a href="https://a.fr/?q=1">Où{N}?</a>'),
        ("en", "Really ?", "Really ?"),
        ("frp", "Vère ?", "Vère ?"),
    ],
)
def test_spaces_that_are_there_become_no_break_ones(language: str, text: str, shown: str) -> None:
    assert set_spaces(text, language) == shown


@given(st.text())
def test_nothing_but_spaces_changes_and_once_is_enough(text: str) -> None:
    shown = set_spaces(text, "fr")
    assert len(shown) == len(text)
    assert all(a == b or a in f" {W}" for a, b in zip(text, shown, strict=True))
    assert set_spaces(shown, "fr") == shown
