"""The elements of a statement of reasons (DSA 17(3)), and which of them a message or a page lacks."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import get_language, gettext

from comments.models import Decision, Role, Status

OWN = "On the paper’s own initiative."
AFTER = "After a report by a reader."
BY_MACHINE_AFTER = "After reports by several readers."
BY_A_PERSON = "A person decided; no machine took part."
BY_A_MACHINE = "A machine picked out the text and decided alone, by rules that the paper gave it; no person took part."
BY_REPORTS = (
    "A machine counted the reports and withheld the text at once. No person has decided yet: a moderator examines it."
)


def elements(decision: Decision) -> dict[str, str]:
    """Return what a complete statement says, in the language in force."""
    day = date_format(timezone.localtime(decision.starts_at), "DATETIME_FORMAT")
    said = {
        "(a) what is restricted": str(Decision.Restriction(decision.restriction).label),
        "(a) where": _in("quel que soit le pays", "everywhere"),
        "(a) from when": day,
        "(b) report or own initiative": gettext(_source(decision)),
        "(c) machine": gettext(_machine(decision)),
        "why": decision.explanation,
        "(f) how to contest": _in("Vous pouvez aussi saisir la justice.", "You may also go to court."),
    }
    if decision.ends_at:
        said["(a) until when"] = date_format(timezone.localtime(decision.ends_at), "DATETIME_FORMAT")
    if decision.charter_rule:
        said["(e) rule"] = decision.charter_rule.title
        said["(e) version"] = decision.charter_rule.get_absolute_url()
    else:
        said["(d) law"] = decision.legal_ground
        said["(d) category"] = decision.get_category_display()
    if decision.judged_text:
        said["the text judged"] = decision.judged_text
    return said


def _in(french: str, english: str) -> str:
    return english if get_language() == "en" else french


def _source(decision: Decision) -> str:
    if decision.source == Decision.Source.OWN:
        return OWN
    return BY_MACHINE_AFTER if decision.role == Role.MACHINE else AFTER


def _machine(decision: Decision) -> str:
    if decision.automated_decision == Decision.Automated.FULLY:
        return BY_REPORTS if decision.now == Status.HIDDEN else BY_A_MACHINE
    return BY_A_PERSON


def missing(words: str, decision: Decision, *, html: bool) -> set[str]:
    """Return the elements that a message, or a page, does not hold."""
    there = words.lower()
    return {
        name
        for name, element in elements(decision).items()
        if (escape(element) if html else element).lower() not in there
    }
