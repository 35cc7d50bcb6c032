"""What a check found, as a sentence for the moderator: never the text itself."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

NAMES = {
    "rate": gettext_lazy("rate"),
    "repeat": gettext_lazy("repeated text"),
    "words": gettext_lazy("word rules"),
    "links": gettext_lazy("links"),
    "history": gettext_lazy("recent history"),
    "scorer": gettext_lazy("scorer"),
    "premoderation": gettext_lazy("premoderation"),
}
WHY_PREMODERATED = {
    "discussion": gettext_lazy("The discussion is premoderated."),
    "hot": gettext_lazy("The discussion drew too many reports or refusals within an hour: it waits by itself."),
    "section": gettext_lazy("The section is premoderated."),
    "member": gettext_lazy("The member is under premoderation."),
    "first": gettext_lazy("The member is new: too few comments of theirs were shown yet."),
}


def told(hit: dict[str, Any]) -> str:
    """Return what the hit says, in the language of who reads it."""
    check = str(hit.get("check", ""))
    name = str(NAMES.get(check, check))
    if hit.get("failed"):
        return _("A check failed, so the text waits: %(check)s.") % {"check": name}
    tell = TOLD.get(check)
    return tell(hit) if tell else _("Found by a check: %(check)s.") % {"check": name}


def _repeat(hit: dict[str, Any]) -> str:
    if hit.get("why") == "refused":
        return _("The same text as comment %(comment)s of theirs, which was refused or taken down.") % hit
    return _("The same text as comment %(comment)s of theirs, sent within a day.") % hit


def _words(hit: dict[str, Any]) -> str:
    # Not which word: whoever is told it knows what to write instead.
    return _("The list of the paper’s words picked the text out.")


def _links(hit: dict[str, Any]) -> str:
    number = len(hit["spans"])
    return ngettext("The text holds %(number)d link.", "The text holds %(number)d links.", number) % {"number": number}


def _history(hit: dict[str, Any]) -> str:
    return _("Of the member’s %(written)d comments of the last 30 days, %(against)d were refused or taken down.") % hit


def _scorer(hit: dict[str, Any]) -> str:
    return _("The paper’s scorer gives the text %(score)d out of 100.") % {"score": round(hit["score"] * 100)}


def _premoderation(hit: dict[str, Any]) -> str:
    return str(WHY_PREMODERATED[hit["why"]])


TOLD: dict[str, Callable[[dict[str, Any]], str]] = {
    "repeat": _repeat,
    "words": _words,
    "links": _links,
    "history": _history,
    "scorer": _scorer,
    "premoderation": _premoderation,
}
