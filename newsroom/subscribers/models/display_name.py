"""The pseudonym as a field: how it is tidied, and what it may not hold, since everybody reads it."""

import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.lib.folding import fold

DISPLAY_NAME_MAX_LENGTH = 40
# Vietnamese and pointed Hebrew need three; more climb over the lines around the name.
MAX_MARKS_IN_A_ROW = 3
# By Unicode category: control, format (zero width, direction marks), surrogate, private use, unassigned.
UNWANTED_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn"}
# What shows nothing although its category is a letter's, a mark's or a sign's (Unicode's Default_Ignorable_Code_Point),
# and the empty Braille cell.
INVISIBLE = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, *range(0x180B, 0x1810)} | {
    *range(0xFE00, 0xFE10),
    *range(0xE0100, 0xE01F0),
}
# Keyboards put one after many an emoji, to ask for its picture or its drawing; the emoji stands without.
EMOJI_SELECTORS = dict.fromkeys((0xFE0E, 0xFE0F))


def tidy(name: str) -> str:
    """Return the name in one spelling: composed (NFC), one space between words, none around."""
    return " ".join(unicodedata.normalize("NFC", name).translate(EMOJI_SELECTORS).split())


def validate_visible(name: str) -> None:
    """Refuse a pseudonym that shows nothing, or that holds what cannot be seen or covers what stands around it."""
    if any(_is_unwanted(character) for character in name):
        raise ValidationError(
            _("Write a name without invisible characters (zero width, direction marks, control)."), code="invisible"
        )
    if not fold(name) or not any(unicodedata.category(character)[0] in "LN" for character in name):
        raise ValidationError(_("Write a name with at least one letter or digit."), code="unnamed")
    if _marks_in_a_row(name) > MAX_MARKS_IN_A_ROW:
        raise ValidationError(_("Write a name with fewer accents on one letter."), code="accents")


class DisplayNameField(models.CharField[str, str]):
    """A pseudonym: tidied before it is judged, so that what is stored is what was judged."""

    default_validators = [validate_visible]

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return tidy(value) if isinstance(value, str) else value


def _is_unwanted(character: str) -> bool:
    return unicodedata.category(character) in UNWANTED_CATEGORIES or ord(character) in INVISIBLE


def _marks_in_a_row(name: str) -> int:
    longest = run = 0
    for character in name:
        run = run + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        longest = max(longest, run)
    return longest
