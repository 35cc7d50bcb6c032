"""The addresses at which a decision is contested: signed, so that they open to whom they were sent, signed out too."""

from typing import TYPE_CHECKING

from django.core.signing import BadSignature, Signer
from django.urls import reverse

if TYPE_CHECKING:
    from comments.models import Decision, Report

AUTHOR = "author"
REPORTER = "report"
SEPARATOR = "."


def for_author(decision: "Decision") -> str:
    """Return the path at which the member concerned contests the decision."""
    return _path(AUTHOR, decision.puid.hex)


def for_reporter(report: "Report") -> str:
    """Return the path at which who reported contests the answer to the report."""
    return _path(REPORTER, str(report.pk))


def read(token: str) -> tuple[str, str]:
    """Return whose address it is, AUTHOR or REPORTER, and of which row; raise BadSignature for a forged one."""
    whose, _separator, row = _signer().unsign(token).partition(SEPARATOR)
    if whose not in {AUTHOR, REPORTER}:
        raise BadSignature(whose)
    return whose, row


def _path(whose: str, row: str) -> str:
    return reverse("appeal", args=[_signer().sign(f"{whose}{SEPARATOR}{row}")])


def _signer() -> Signer:
    return Signer(salt="comments.appeals", sep=SEPARATOR)
