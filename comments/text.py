"""What a comment's text is: how it is normalised, how its length is counted, what is refused."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

# Unicode code points after normalisation. `newsroom/static/js/comment-length.js` counts the same way; both answer
# to tests/comments/length_vectors.json.
COMMENT_MAX_LENGTH = 2000
# Composing (NFC) makes a text four times shorter at most, so it can bring none longer than this under the limit.
# It takes a time that grows with the square of a run of accents: what it cannot save is counted as it came.
COMPOSED_MAX_LENGTH = 4 * COMMENT_MAX_LENGTH

UNICODE = 15
# The code points that composing looks at in that version, in hexadecimal, with assigned ones between them. Every later
# version composes these alike (its stability policy), and may compose others: those are left alone, since the
# server's version of Unicode and a browser's are seldom the same.
COMPOSING = """
3b-374 37e 385-38a 38c 38e-3a1 3a5-4f9 591-5c7 5d0-5ea 5f2 610-6ed 711-74a 7eb-7f3 7fd-82d 859-85b 898-95f
9a1-9a2 9af 9bc-9be 9c7 9cb-9cd 9d7 9dc-9dd 9df 9fe a16-a1c a2b a32-a33 a36 a38 a3c a4d a59-a5b a5e abc acd
b21-b22 b3c-b3e b47-b48 b4b-b4d b56-b57 b5c-b5d b92-b94 bbe bc6-bc7 bca-bcd bd7 c3c c46-c48 c4d c55-c56 cbc-cc2
cc6-cc8 cca-ccd cd5-cd6 d3b-d3e d46-d47 d4a-d4d d57 dca dcf dd9-ddf e38-e3a e48-e4b eb8-eba ec8-ecb f18-f43
f4c-f69 f71-f93 f9c-fb9 fc6 1025-108d 1100-11c2 135d-135f 1714-1715 1734 17d2-17dd 18a9 1939-193b 1a17-1a18
1a60-1a7c 1a7f 1ab0-1ace 1b05-1b44 1b6b-1b73 1baa-1bf3 1c37 1cd0-1cf9 1dc0-1f15 1f18-1f1d 1f20-1f45 1f48-1f4d
1f50-1f57 1f59 1f5b 1f5d 1f5f-1f7d 1f80-1fb4 1fb6-1fc4 1fc6-1fd3 1fd6-1fdb 1fdd-1fef 1ff2-1ff4 1ff6-1ffe
2000-2003 20d0-20f0 2126-212b 2190-232a 2adc-2add 2cef-2cf1 2d7f 2de0-2dff 3008-302f 3046-3094 3099-30fe
349e-9f9c a66f-a6f1 a806-a82c a8c4 a8e0-a953 a9b3-a9c0 aab0-aac1 aaf6 abed ac00-d7a3 f900-fa6d fa70-fad9
fb1d-fb36 fb38-fb3c fb3e fb40-fb41 fb43-fb44 fb46-fb4e fe20-fe2f 101fd 102e0 10376-1037a 10a0d-10a0f 10a38-10a3a
10a3f 10ae5-10ae6 10d24-10d27 10eab-10eac 10efd-10eff 10f46-10f50 10f82-10f85 11046 11070 1107f-110ba
11100-11134 11173 111c0-111ca 11235-11236 112e9-112ea 1133b-1133e 11347 1134b-1134d 11357 11366-1136c
11370-11374 11442-11446 1145e 114b0-114c3 115af 115b8-115c0 1163f 116b6-116b7 1172b 11839-1183a 11930-11935
11938 1193d-11943 119e0 11a34-11a47 11a99 11c3f 11d42-11d45 11d97 11f41-11f42 16af0-16af4 16b30-16b36
16ff0-16ff1 1bc9e 1d157-1d1c0 1d242-1d244 1e000-1e006 1e008-1e018 1e01b-1e021 1e023-1e024 1e026-1e02a 1e08f
1e130-1e136 1e2ae 1e2ec-1e2ef 1e4ec-1e4ef 1e8d0-1e8d6 1e944-1e94a 20122-2a600 2f800-2fa1d
"""
# Named one by one, because Python's and the browser's own ideas of white space differ.
SPACES = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
LINE_END = re.compile(r"\r\n?")
# Looking behind keeps a long run of spaces inside a line from being tried at each of its spaces.
TRAILING_SPACES = re.compile(rf"(?<![{SPACES}])[{SPACES}]+(?=\n|\Z)")
# More than two blank lines in a row fold to one.
BLANK_LINES = re.compile(r"\n{4,}")
COMPOSING_RUN = re.compile(
    "[" + "".join(re.sub("[0-9a-f]+", lambda code: rf"\U{code[0]:0>8}", span) for span in COMPOSING.split()) + "]+"
)
# Control characters other than LF and TAB, and what Unicode says is no character (an XML feed breaks on them).
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
SURROGATE = re.compile(r"[\ud800-\udfff]")
# Letters to Unicode, nothing to the eye: Hangul fillers, the Braille blank.
BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Default_Ignorable_Code_Point of Unicode, among what is not assigned: to be shown as nothing.
BLANK_UNASSIGNED = re.compile(r"[\u2065\ufff0-\ufff8\U000e0000-\U000e0fff]")


def normalise(text: str) -> str:
    """Return the text as it is counted and stored: LF line ends, no trailing spaces or outer blank lines, NFC.

    Normalising twice changes nothing.
    """
    text = TRAILING_SPACES.sub("", LINE_END.sub("\n", text)).strip("\n")
    text = BLANK_LINES.sub("\n\n", text)
    if len(text) > COMPOSED_MAX_LENGTH:
        return text
    return COMPOSING_RUN.sub(lambda run: unicodedata.normalize("NFC", run[0]), text)


def length(text: str) -> int:
    """Return the number of code points of the normalised text, as the page's counter shows it."""
    return len(normalise(text))


def shows_nothing(text: str) -> bool:
    """Return whether a reader would see nothing of the text."""
    return not any(_is_visible(character) for character in text)


def cleaned(text: str, limit: int = COMMENT_MAX_LENGTH) -> str:
    """Return the normalised text; raise ValidationError for one that cannot be a comment, saying why."""
    text = normalise(text)
    if CONTROL.search(text) or SURROGATE.search(text):
        raise ValidationError(
            _("The text holds a character that cannot be shown. Remove it, or type the text anew."), "control"
        )
    if shows_nothing(text):
        raise ValidationError(_("Write something: the text is empty."), "empty")
    over = len(text) - limit
    if over > 0:
        message = ngettext(
            "The text is %(over)d character too long; %(limit)d are allowed.",
            "The text is %(over)d characters too long; %(limit)d are allowed.",
            over,
        )
        raise ValidationError(message % {"over": over, "limit": limit}, "too-long")
    return text


def _is_visible(character: str) -> bool:
    """Return whether the character shows; one that this Unicode does not know yet may be tomorrow's emoji."""
    category = unicodedata.category(character)
    if category in {"Cn", "Co"}:
        return not BLANK_UNASSIGNED.match(character)
    return category[0] in "LNPS" and character not in BLANK_LETTERS
