"""How the desk shows a text that was judged: the places that a check found, marked, and what it found in words."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from comments import hits
from newsroom.lib import markup

register = template.Library()


@register.filter
def marked(body: str, found: list[dict[str, Any]]) -> SafeString:
    """Return a comment's plain text, escaped, in paragraphs, with the places of the hits marked."""
    spans = [(int(start), int(end)) for hit in found for start, end in hit.get("spans", [])]
    return markup.marked_paragraphs(body, spans)


@register.filter
def told(hit: dict[str, Any]) -> str:
    """Return what a check found, in words."""
    return hits.told(hit)
