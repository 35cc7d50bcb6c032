"""How the desk shows what waits, and a text that was judged: what a check found, marked and in words."""

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comments import figures, hits
from comments.checks import words
from newsroom.lib import markup

register = template.Library()


@register.filter
def marked(body: str, found: list[dict[str, Any]]) -> SafeString:
    """Return a comment's plain text, escaped, in paragraphs, with the places of the hits marked."""
    spans = [(int(start), int(end)) for hit in found for start, end in hit.get("spans", [])]
    return marked_at(body, spans)


@register.filter
def marked_at(body: str, spans: list[tuple[int, int]]) -> SafeString:
    """Return a reader's plain text, escaped, in paragraphs, with these stretches marked."""
    return markup.marked_paragraphs(body, spans)


@register.filter
def told(hit: dict[str, Any]) -> str:
    """Return what a check found, in words; of a word rule, with the way to it."""
    rule = hit.get("word_rule")
    if rule is None:
        return hits.told(hit)
    address = reverse("admin:comments_wordrule_change", args=[rule])
    return format_html('{} <a href="{}">{}</a>', hits.told(hit), address, _("Word rule %(number)d") % {"number": rule})


@register.inclusion_tag("admin/comments/summary.html", takes_context=True)
def desk_summary(context: Context) -> dict[str, Any]:
    """Show the desk on the admin's first page: the queues with what waits, and how fast it is judged."""
    return {
        "perms": context["perms"],
        "waiting": figures.waiting(),
        "others": figures.others(),
        "broken_rules": words.broken(),
        "hours_to_decide": figures.hours_to_decide(),
        "percent_reversed": figures.percent_reversed(),
        "days": figures.LOOKED_BACK.days,
    }
