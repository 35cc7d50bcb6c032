"""Short public references that a person reads aloud, as C-7F3K-9QXM."""

import secrets

# Without what one reads or hears wrong: 0 and O, 1, I and L, U and V.
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8


def spelled(letter: str, number: int) -> str:
    """Return the reference that begins with the letter and spells the number."""
    signs = ""
    for _place in range(LENGTH):
        number, place = divmod(number, len(SIGNS))
        signs += SIGNS[place]
    return f"{letter}-{signs[:4]}-{signs[4:]}"


def drawn(letter: str) -> str:
    """Return a reference drawn at random, that nobody guesses."""
    return spelled(letter, secrets.randbits(128))
