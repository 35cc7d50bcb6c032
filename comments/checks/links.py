"""Addresses in the text: what spam is made for. One is looked at afterwards, many before."""

from collections.abc import Iterable

from comments.checks.matter import Hit, Matter, hit
from comments.models import Verdict
from newsroom.lib import markup

MANY = 3


def check(matter: Matter) -> Iterable[Hit]:
    """Flag a text with an address that will be clickable, hold one with many."""
    spans = markup.addresses(matter.body)
    if spans:
        verdict = Verdict.HOLD if len(spans) >= MANY else Verdict.FLAG
        yield hit("links", verdict, spans=[list(span) for span in spans])
