"""Names a reader could not tell apart share one key; names anyone can tell apart do not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.lib.folding import fold

NAMES = st.text(max_size=40)
# Not the micro sign: its capital is Greek, and looks like another letter.
LATIN_NAMES = st.text(alphabet=st.characters(max_codepoint=0x24F, exclude_characters="µ"), max_size=40)
GREEK_NAMES = st.text(alphabet=st.characters(min_codepoint=0x370, max_codepoint=0x3FF), max_size=40)
CYRILLIC_NAMES = st.text(alphabet=st.characters(min_codepoint=0x400, max_codepoint=0x4FF), max_size=40)


@pytest.mark.parametrize(
    ("name", "forged", "how"),
    [
        ("Alice", "ALICE", "case"),
        ("Alice", "аliсе", "Cyrillic а, с, е"),
        ("Pope", "Роре", "Cyrillic alone"),
        ("Alice", "Αlice", "Greek capital alpha"),
        ("Helene", "Ηelene", "Greek capital eta, whose small letter looks like n"),
        ("Nina", "Νina", "Greek capital nu, whose small letter looks like v"),
        ("Yves", "Υves", "Greek capital upsilon"),
        ("Marie", "Μarie", "Greek capital mu"),
        ("Zoé", "Ζoe", "Greek capital zeta"),
        ("Anna", "Ꭺnna", "Cherokee"),
        ("Alice", "Ａｌｉｃｅ", "full width"),
        ("Alice", "𝓐𝓵𝓲𝓬𝓮", "mathematical letters"),
        ("Alice", "ᴀʟɪᴄᴇ", "small capitals"),
        ("Alice", "Ⓐlice", "an enclosed letter"),
        ("Alice", "🅰lice", "a letter on a square"),
        ("Chloé", "Chloe", "an accent"),
        ("Chloé", "Chloe\u0301", "an accent of its own"),
        ("Françoise", "Francoise", "a cedilla"),
        ("Lucœur", "Lucoeur", "œ"),
        ("Lætitia", "Laetitia", "æ"),
        ("Strauß", "Strauss", "ß"),
        ("Ørsted", "Orsted", "ø"),
        ("Łukasz", "Lukasz", "ł"),
        ("Zoe", "z0e", "zero for o"),
        ("Alice", "A1ice", "one for l"),
        ("Lili", "l1ll", "one stroke"),
        ("Leo", "L3o", "three for e"),
        ("Sam", "5am", "five for s"),
        ("Max", "M@x", "at for a"),
        ("Modem", "Modern", "rn for m"),
        ("Willy", "vvilly", "vv for w"),
        ("Alice", "Ali\u200bce", "zero width space"),
        ("Alice", "Ali\u200d\u200cce", "joiner and non-joiner"),
        ("Alice", "\ufeffAlice", "byte order mark"),
        ("Alice", "Ali\u00adce", "soft hyphen"),
        ("Alice", "\u202eAlice", "right-to-left override"),
        ("Alice", "Alice\u200f", "right-to-left mark"),
        ("Alice", "\u2067Alice\u2069", "right-to-left isolate"),
        ("Alice", "Alice\u3164", "Hangul filler, a letter that shows nothing"),
        ("Alice", "Alice\u2800", "empty Braille cell"),
        ("Alice", "Ali\u034fce", "grapheme joiner"),
        ("Alice", "A l i c e", "spaces"),
        ("Alice", "_Alice_", "punctuation"),
        ("Jean-Luc", "Jean Luc", "hyphen for space"),
        ("O'Brien", "OʼBrien", "a letter that looks like an apostrophe"),
        ("Alice", "Alice ❤️", "emoji"),
    ],
)
def test_a_forged_name_has_the_key_of_the_name(name: str, forged: str, how: str) -> None:
    assert fold(forged) == fold(name), how


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alice", "Alicia"),
        ("Alice", "Aline"),
        ("Hana", "Nana"),
        ("Νίκος", "Μίκος"),
        ("Дмитрий", "Димитрий"),
        ("Bob", "Rob"),
        ("Paul 7", "Paul 8"),
        ("山田", "山本"),
        ("محمد", "أحمد"),
    ],
)
def test_names_that_look_different_have_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("nothing", ["", " ", "…", "\u200b\u200d", "\u3164", "\u2800", "❤️", "\u0301", "---"])
def test_a_name_that_shows_no_letter_and_no_digit_has_an_empty_key(nothing: str) -> None:
    assert fold(nothing) == ""


@given(NAMES)
def test_a_key_is_its_own_key(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(LATIN_NAMES | GREEK_NAMES | CYRILLIC_NAMES)
def test_case_makes_no_difference(name: str) -> None:
    assert fold(name) == fold(name.upper()) == fold(name.lower()) == fold(name.title())


@given(LATIN_NAMES)
def test_accents_make_no_difference(name: str) -> None:
    bare = "".join(
        character for character in unicodedata.normalize("NFKD", name) if not unicodedata.combining(character)
    )

    assert fold(name) == fold(bare)


@given(NAMES)
def test_the_spelling_of_unicode_makes_no_difference(name: str) -> None:
    assert fold(unicodedata.normalize("NFC", name)) == fold(unicodedata.normalize("NFD", name)) == fold(name)


@given(st.text(min_size=1, max_size=40))
def test_a_key_fits_its_column(name: str) -> None:
    assert len(fold(name)) <= 18 * len(name)
