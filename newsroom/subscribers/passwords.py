"""What makes a password easy to guess although it is long: NIST SP 800-63B-4, 3.1.1.2, blocklist and no other rule."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from newsroom.lib.folding import fold

# Known sayings, first lines and runs, one a line; compared folded, with the digits at the end left aside.
COMMON = Path(__file__).with_name("common_passphrases.txt")
# What is left of a password once the words that a guesser tries first are taken away.
LEFT_AT_LEAST = 8
DIFFERENT_AT_LEAST = 6
# Rows of keys, the alphabet and the digits, read either way; four in a row count as one run.
ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm")
RUNS = (*ROWS, "abcdefghijklmnopqrstuvwxyz", "01234567890", "1234567890")
RUN = 4


def normalised(password: str) -> str:
    """Return the password as every keyboard would type it (NFC), so that « é » opens what « e » + accent closed."""
    return unicodedata.normalize("NFC", password)


class GuessableValidator:
    """Refuses what the paper, the reader's own name or a keyboard gives away, in words that say which."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError where a guesser who knows the paper and the reader would find it soon."""
        typed = normalised(password).casefold()
        if len(set(typed)) < DIFFERENT_AT_LEAST <= len(typed) or _is_repeated(typed):
            raise ValidationError(_("It says the same again and again."), code="password_repeated")
        if fold(typed.rstrip("0123456789 .!?-_")) in _common() or fold(typed) in _common():
            raise ValidationError(_("Many people know this sentence, and guessers try it."), code="password_known")
        if _leave_little(fold(typed), [fold(word) for word in _given_away(user)]):
            raise ValidationError(
                _("Little is left of it beside the paper’s name, your pseudonym and your address."),
                code="password_given_away",
            )
        if _leave_little(typed, _runs()):
            raise ValidationError(_("It follows the keys of a keyboard, or counts."), code="password_run")

    def get_help_text(self) -> str:
        return _("Four or five words that have nothing to do with each other make a good one.")


def _is_repeated(typed: str) -> bool:
    """Return whether it is one pattern said over and over: then it stands in itself, doubled, before its end."""
    return any(typed == (typed[:length] * len(typed))[: len(typed)] for length in range(1, len(typed) // 2 + 1))


def _given_away(user: Any) -> list[str]:
    """Return the words that are no secret, the longest first: the whole before its parts."""
    words = {settings.SITE_NAME, *settings.SITE_NAME.split()}
    if user is not None:
        local, _at, domain = user.email.partition("@")
        words |= {user.email, local, domain, user.display_name, *user.display_name.split()}
    return sorted((word for word in words if len(word) >= 3), key=len, reverse=True)


def _leave_little(typed: str, words: list[str]) -> bool:
    """Return whether the words are in it, and most of it; that it is short is another rule's to say."""
    left = typed
    for word in words:
        left = left.replace(word, "") if word else left
    return left != typed and len(left) < LEFT_AT_LEAST


@cache
def _common() -> frozenset[str]:
    return frozenset(fold(line) for line in COMMON.read_text(encoding="utf-8").splitlines() if line)


@cache
def _runs() -> list[str]:
    """Return every piece of a row, either way, the longest first."""
    rows = {row for one in RUNS for row in (one, one[::-1])}
    pieces = {row[i:j] for row in rows for i in range(len(row)) for j in range(i + RUN, len(row) + 1)}
    return sorted(pieces, key=len, reverse=True)
