"""What only this site, or one like it, says in an item: its words as they are stored, and what stands beside them."""

import re

from articles import body
from articles.models import Contributor
from articles.models.correction import CORRECTION_MAX_LENGTH
from articles.ninjs import picture
from articles.ninjs.incoming import STAND_IN, BadItem, IncomingCorrection, IncomingPicture, Presentation
from articles.ninjs.lengths import longest
from articles.ninjs.properties import Properties, with_role
from newsroom.lib import markup

ELSEWHERE = re.compile(r'<img(?![^>]* src="/(?!/))[^>]*>')
# What a picture that did not come leaves of its figure.
WITHOUT_PICTURE = re.compile(r"<figure>(?:(?!<img\b|</figure>).)*</figure>", re.DOTALL)


def standfirst(item: Properties) -> str:
    """Return the standfirst as it stands, line ends too."""
    return _value(item.objects("descriptions"), "standfirst")


def illustrated_body(item: Properties) -> tuple[str, tuple[IncomingPicture, ...], tuple[str, ...]]:
    """Return a body that is as we store them, its pictures, and words on those elsewhere; "" for another's."""
    named, notes = picture.body_pictures(item)
    places = {address: f"{STAND_IN}{place}" for place, address in enumerate(named)}
    bodies = [one for one in with_role(item.objects("bodies"), "main") if "html" in one.word("contenttype")]
    if not bodies:
        return "", (), ()
    written = body.renamed(bodies[0].text("value"), places).strip()
    try:
        clean = markup.clean_body(written)
    except markup.MarkupError as error:
        raise BadItem(bodies[0].place, str(error)) from error
    # A picture of elsewhere is dropped as its address is none of ours.
    if clean != ELSEWHERE.sub("", written):
        return "", (), ()
    return WITHOUT_PICTURE.sub("", clean).strip(), tuple(named.values()), notes


def presentations(item: Properties) -> tuple[Presentation, ...]:
    """Return who the contributors are, as far as the item says."""
    return tuple(
        Presentation(
            slug=one.line("slugline", longest(Contributor, "slug")),
            role=_fitting(one, "role", longest(Contributor, "role")),
            biography=_value(one.objects("descriptions"), "biography"),
            portrait=picture.portrait(one),
        )
        for one in _associated(item, "contributor")
    )


def corrections(item: Properties) -> tuple[IncomingCorrection, ...]:
    """Return what was corrected, each with its date."""
    return tuple(_correction(one) for one in _associated(item, "correction"))


def _correction(association: Properties) -> IncomingCorrection:
    text = _value(association.objects("bodies"), "main").strip()
    corrected_at = association.moment("firstcreated")
    if corrected_at is None:
        raise BadItem(f"{association.place}.firstCreated", "missing; a correction is dated")
    if not text or len(text) > CORRECTION_MAX_LENGTH:
        raise BadItem(f"{association.place}.bodies", f"write one of 1 to {CORRECTION_MAX_LENGTH} characters")
    return IncomingCorrection(text, corrected_at)


def _associated(item: Properties, rel: str) -> list[Properties]:
    return [one for one in item.objects("associations") if one.word("rel") == rel]


def _fitting(entry: Properties, role: str, limit: int) -> str:
    value = _value(entry.objects("descriptions"), role)
    if len(value) > limit:
        raise BadItem(f"{entry.place}.descriptions", f"the {role} has {len(value)} characters; at most {limit} fit")
    return value


def _value(entries: list[Properties], role: str) -> str:
    found = with_role(entries, role)
    return found[0].text("value") if found else ""
