"""What search engines read of a page, as a block of data in it: no browser runs it."""

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from articles import structured_data
from articles.models import Article, Contributor, Narration, Picture
from newsroom.lib import addresses

register = template.Library()

BLOCK = "components/structured_data.html"
# What could end the block, or a line of script: each of them JSON spells in another way too.
SPELLED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@register.inclusion_tag(BLOCK)
def article_data(
    article: Article, talk: Mapping[str, Any], narration: Narration | None = None
) -> dict[str, SafeString]:
    """Show what an article is: `{% discussion_data article as talk %}{% article_data article talk narration %}`."""
    return _block(structured_data.article(article, talk, narration or None))


@register.inclusion_tag(BLOCK)
def front_data() -> dict[str, SafeString]:
    """Show what the paper is."""
    return _block(structured_data.front())


@register.inclusion_tag(BLOCK)
def listing_data(name: str, path: str, contributor: Contributor | None = None) -> dict[str, SafeString]:
    """Show what a page lists."""
    return _block(structured_data.listing(name, path, contributor or None))


@register.filter
def description(article: Article) -> str:
    """Return in one or two sentences what the article says, no more than everybody may read."""
    return structured_data.description(article)


@register.filter
def absolute(address: str) -> str:
    """Return an address of the site with its scheme and host."""
    return addresses.absolute(address)


@register.filter
def first_shape(picture: Picture | None) -> dict[str, Any]:
    """Return the file that shows the picture where a page is shared: its wide crop, or the paper's icon for none."""
    if not picture:
        return structured_data.logo()
    return structured_data.pictures(picture)[0] | {"alt": picture.alt_text}


def _block(thing: structured_data.Thing) -> dict[str, SafeString]:
    text = json.dumps(thing, ensure_ascii=False, separators=(",", ":")).translate(SPELLED)
    return {"text": mark_safe(text)}  # noqa: S308 - no sign is left in it that HTML would read
