"""Numbers in words, as far as the script needs them: Roman ones, ordinals, and what has a gender."""

import re

ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
VALUES = {"I": 1, "V": 5, "X": 10}
FRENCH_UNITS = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
FRENCH_TENS = ["vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt"]
FRENCH_IRREGULAR = {"un": "unième", "cinq": "cinquième", "neuf": "neuvième", "vingts": "vingtième"}
ENGLISH_UNITS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
ENGLISH_TENS = {20: "twent", 30: "thirt"}


def roman(letters: str) -> int:
    """Return the number that Roman letters write, up to thirty-nine, 0 where they write none."""
    if not ROMAN.fullmatch(letters):
        return 0
    values = [VALUES[letter] for letter in letters]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def french(number: int) -> str:
    """Return a number below a hundred in French words."""
    if number < 20:
        return FRENCH_UNITS[number]
    tens, units = divmod(number, 10)
    if tens in (7, 9):
        units += 10
    name = FRENCH_TENS[tens - 2]
    if units in (1, 11) and tens < 8:
        return f"{name} et {FRENCH_UNITS[units]}"
    if units:
        return f"{name}-{FRENCH_UNITS[units]}"
    return f"{name}s" if tens == 8 else name


def french_ordinal(number: int) -> str:
    """Return « premier », « vingt et unième »; above ninety-nine the number with its « ième »."""
    if number == 1:
        return "premier"
    if number > 99:
        return f"{number}ième"
    words = french(number)
    for end, ordinal in FRENCH_IRREGULAR.items():
        if words.endswith(end):
            return words.removesuffix(end) + ordinal
    return words.removesuffix("e") + "ième"


def english_ordinal(number: int) -> str:
    """Return the ordinal of a number below forty in English words."""
    if number < 20:
        return ENGLISH_UNITS[number]
    tens, units = number - number % 10, number % 10
    return f"{ENGLISH_TENS[tens]}y-{ENGLISH_UNITS[units]}" if units else f"{ENGLISH_TENS[tens]}ieth"
