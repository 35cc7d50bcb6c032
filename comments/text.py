"""What a comment's text is: how it is normalised, how its length is counted, what is refused."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

# Unicode code points after normalisation. `newsroom/static/js/comment-length.js` counts the same way; both answer
# to tests/comments/length_vectors.json.
COMMENT_MAX_LENGTH = 2000

# Named one by one, because Python's and the browser's own ideas of white space differ.
SPACES = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
LINE_END = re.compile(r"\r\n?")
TRAILING_SPACES = re.compile(f"[{SPACES}]+$", re.MULTILINE)
OUTER_BLANK_LINES = re.compile(r"\A\n+|\n+\Z")
# More than two blank lines in a row fold to one.
BLANK_LINES = re.compile(r"\n{4,}")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
SURROGATE = re.compile(r"[\ud800-\udfff]")
# Letters to Unicode, nothing to the eye: Hangul fillers, the Braille blank.
BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def normalise(text: str) -> str:
    """Return the text as it is counted and stored: LF line ends, NFC, no trailing spaces or outer blank lines.

    Normalising twice changes nothing.
    """
    text = unicodedata.normalize("NFC", LINE_END.sub("\n", text))
    text = TRAILING_SPACES.sub("", text)
    return BLANK_LINES.sub("\n\n", OUTER_BLANK_LINES.sub("", text))


def length(text: str) -> int:
    """Return the number of code points of the normalised text, as the page's counter shows it."""
    return len(normalise(text))


def shows_nothing(text: str) -> bool:
    """Return whether a reader would see nothing of the text."""
    return not any(_is_visible(character) for character in text)


def cleaned(text: str) -> str:
    """Return the normalised text; raise ValidationError for one that cannot be a comment, saying why."""
    text = normalise(text)
    if CONTROL.search(text) or SURROGATE.search(text):
        raise ValidationError(
            _("The text holds a character that cannot be shown. Remove it, or type the text anew."), "control"
        )
    if shows_nothing(text):
        raise ValidationError(_("Write something: the text is empty."), "empty")
    over = len(text) - COMMENT_MAX_LENGTH
    if over > 0:
        message = ngettext(
            "The text is %(over)d character too long; %(limit)d are allowed.",
            "The text is %(over)d characters too long; %(limit)d are allowed.",
            over,
        )
        raise ValidationError(message % {"over": over, "limit": COMMENT_MAX_LENGTH}, "too-long")
    return text


def _is_visible(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNPS" and character not in BLANK_LETTERS
