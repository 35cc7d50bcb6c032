"""The marks of a page that is rendered once for many readers (newsroom.lib.shells)."""

from typing import Any

from django import template
from django.template import Context, Node, NodeList
from django.template.base import Parser, Token

from newsroom.lib import shells

register = template.Library()


class OwnNode(Node):
    """What is each reader's own."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> Any:
        return shells.hole(self.nodelist) or self.nodelist.render(context)


@register.tag
def own(parser: Parser, token: Token) -> OwnNode:
    """Mark what is each reader's own: `{% own %}{{ reader.display_name }}{% endown %}`.

    Inside, a template finds the context of the page and the reader's request, and no variable of a loop around it.
    """
    nodelist = parser.parse(("endown",))
    parser.delete_first_token()
    return OwnNode(nodelist)


@register.simple_block_tag
def part(content: str, name: int) -> str:
    """Mark a part by its number, in whose place a reader may get one of their own: `{% part 1 %}…{% endpart %}`."""
    return shells.part(name, content)
