"""French typography in templates."""

from django import template
from django.template.defaultfilters import stringfilter

from newsroom.lib.typography import set_spaces

register = template.Library()


@register.filter(is_safe=True)
@stringfilter
def spaced(text: str, language: str) -> str:
    """Return the text with the no-break spaces of its language; safe HTML stays safe, plain text stays to escape."""
    return set_spaces(text, language)
