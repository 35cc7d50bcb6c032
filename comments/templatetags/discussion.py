"""How other pages show the discussion: `{% discussion article %}`, and the numbers of comments on cards."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.safestring import SafeString

from articles.models import Article
from comments import display, shared_sections, structured_data, threads
from newsroom.lib import markup

register = template.Library()


@register.simple_tag(takes_context=True)
def discussion(context: Context, article: Article) -> SafeString:
    """Show the discussion of the article: `#comments`, with its newest threads and the form or the panel."""
    request: HttpRequest = context["request"]
    album = context.get("album")
    shared = shared_sections.of(request, article, None, threads.Sort.NEWEST, album=album, within=context)
    return shared or display.html(request, display.section(request, article))


@register.simple_tag
def discussion_data(article: Article) -> dict[str, Any]:
    """Return what search engines read of the article's discussion: `{% discussion_data article as talk %}`."""
    return structured_data.of(article)


@register.simple_tag
def comment_counts(articles: Iterable[Article]) -> dict[int, int]:
    """Return the numbers of comments of several articles, in one query: `{% comment_counts articles as counts %}`."""
    return threads.counts(list(articles))


@register.filter
def paragraphs(body: str) -> SafeString:
    """Return a comment's plain text, escaped, in paragraphs, its addresses clickable."""
    return markup.linked_paragraphs(body)
