"""Shells: a page rendered once for many readers, with holes for what is each one's own.

A template marks the holes: `{% own %}…{% endown %}` (articles.templatetags.shells), and the token of a form is one by
itself. A shell is rendered for nobody: its request is a stranger's, so that nothing of whoever came first can stay in
it, whatever a template asks for. Outside a shell, the marks are nothing.
"""

import re
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from secrets import token_hex
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template import Context, NodeList, Template
from django.template.context import make_context
from django.template.loader import get_template
from django.utils.safestring import SafeString

# Nobody can write it into a text: this process alone knows it.
SIGN = token_hex(12)
OWN, TOKEN, BEGINS, ENDS = "otbe"
MARKS = re.compile(rf"{SIGN}([{OWN}{TOKEN}{BEGINS}{ENDS}])([0-9]*);")

_holes: ContextVar[list[NodeList] | None] = ContextVar("holes", default=None)


class Shell:
    """One page, or a part of one, whose holes are filled for each reader."""

    def __init__(
        self,
        template: str,
        request: HttpRequest,
        context: dict[str, Any],
        *,
        holes: Iterable[str] = (),
        **stand_in: Any,
    ) -> None:
        """Render the template with what is the same for all; in `stand_in` is what each reader's own request says.

        `holes` names what of the context the holes need: no more of it is kept.
        """
        self._template = _compiled(template)
        self._context = {name: context[name] for name in holes}
        self._own: list[NodeList] = []
        shown = context | stand_in | {"csrf_token": SafeString(_mark(TOKEN))}
        opened = _holes.set(self._own)
        try:
            html = self._template.render(make_context(shown, stranger(request)))
        finally:
            _holes.reset(opened)
        self._pieces: list[str] = []
        self._tokens: list[int] = []
        self._places: list[tuple[int, int]] = []
        self._parts: dict[int, slice] = {}
        self._cut(html)

    def filled(
        self,
        request: HttpRequest,
        own: Mapping[str, Any] | None = None,
        parts: Mapping[int, str] | None = None,
        within: Context | None = None,
    ) -> SafeString:
        """Return it for who asks: `own` is what its holes need besides, `parts` what stands in its parts’ place.

        `within` is the context of the page of theirs that it is a part of, if it is.
        """
        pieces = self._pieces.copy()
        if self._places:
            filled = self._filled_holes(request, {**self._context, **(own or {})}, within)
            for place, number in self._places:
                pieces[place] = filled[number]
        if self._tokens:
            token = get_token(request)
            for place in self._tokens:
                pieces[place] = token
        for name, html in (parts or {}).items():
            where = self._parts[name]
            pieces[where] = [html, *[""] * (where.stop - where.start - 1)]
        return SafeString("".join(pieces))

    def __sizeof__(self) -> int:
        return sum(map(len, self._pieces)) * 2

    def _filled_holes(self, request: HttpRequest, needed: dict[str, Any], within: Context | None) -> list[str]:
        if within is not None:
            with within.push(**needed), within.render_context.push_state(self._template):
                return [hole.render(within) for hole in self._own]
        context = make_context(needed, request)
        with context.render_context.push_state(self._template), context.bind_template(self._template):
            return [hole.render(context) for hole in self._own]

    def _cut(self, html: str) -> None:
        """Cut the page at its marks: each is a piece of its own, empty until it is filled."""
        text, *rest = MARKS.split(html)
        self._pieces.append(text)
        begun = 0
        for kind, number, text in zip(rest[0::3], rest[1::3], rest[2::3], strict=True):
            place = len(self._pieces)
            if kind == OWN:
                self._places.append((place, int(number)))
            elif kind == TOKEN:
                self._tokens.append(place)
            elif kind == BEGINS:
                begun = place
            else:
                self._parts[int(number)] = slice(begun, place + 1)
            self._pieces += "", text


def hole(nodes: NodeList) -> str | None:
    """Return the mark of a hole that these nodes fill; None where no shell is being rendered."""
    holes = _holes.get()
    if holes is None:
        return None
    holes.append(nodes)
    return _mark(OWN, len(holes) - 1)


def part(name: int, html: str) -> SafeString:
    """Return the HTML as a part of the shell that is being rendered, by its name, if one is."""
    return SafeString(html if _holes.get() is None else f"{_mark(BEGINS, name)}{html}{_mark(ENDS, name)}")


def stranger(request: HttpRequest) -> HttpRequest:
    """Return a request for the same page, of somebody of whom nothing is known."""
    plain = HttpRequest()
    plain.method = "GET"
    plain.path, plain.path_info = request.path, request.path_info
    plain.user = AnonymousUser()
    return plain


def _mark(kind: str, number: int | str = "") -> str:
    return f"{SIGN}{kind}{number};"


def _compiled(name: str) -> Template:
    """Return Django's own template of that name."""
    return cast(Any, get_template(name)).template  # type: ignore[no-any-return]
