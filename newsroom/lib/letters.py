"""A letter: its subject on one line, its text in plain words, what was typed quoted; and the same words as a page."""

import re
import textwrap
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from newsroom.lib import markup


def quoted(text: str) -> str:
    """Return the text as a mail quotes it: nothing in it passes for the paper's own words."""
    return textwrap.indent(text, "> ", lambda _line: True)


def one_line(text: str) -> str:
    """Return the text fit for a header: one line, nothing invisible in it."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())


def written(name: str, context: dict[str, Any], *, subject: str = "") -> tuple[str, str]:
    """Return subject and text of the letter `name`, in the language of the moment; `subject` names another template."""
    context = {"site_name": settings.SITE_NAME, "site_address": settings.SITE_ADDRESS} | context
    line = one_line(render_to_string(f"notices/{subject or f'{name}_subject'}.txt", context))
    return line, tidied(render_to_string(f"notices/{name}.txt", context | {"subject": line}))


def tidied(text: str) -> str:
    """Return the text with one blank line where the template's tags left several."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def send(subject: str, text: str, to: str, headers: dict[str, str] | None = None) -> None:
    """Send the letter in plain words, and the same words as a page, for who prefers it, in the language of the moment.

    `headers` are the mail's own, as RFC 8058 has some.
    """
    letter = EmailMultiAlternatives(subject, text, to=[to], headers=headers)
    letter.attach_alternative(_as_page(subject, text), "text/html")
    letter.send()


def _as_page(subject: str, text: str) -> str:
    context = {
        "subject": subject,
        "parts": _parts(text),
        "language": get_language() or settings.LANGUAGE_CODE,
        "site_name": settings.SITE_NAME,
        "site_address": settings.SITE_ADDRESS,
        "style": _style(),
    }
    return render_to_string("notices/letter.html", context)


def _parts(text: str) -> Iterator[tuple[bool, SafeString]]:
    """Give the stretches of the text as HTML, each with whether it is quoted."""
    for is_quoted, lines in groupby(text.splitlines(), lambda line: line.startswith(">")):
        words = "\n".join(line.removeprefix(">").removeprefix(" ") if is_quoted else line for line in lines)
        if words.strip():
            yield is_quoted, markup.linked_paragraphs(words)


@cache
def _style() -> SafeString:
    """Return what dresses the page: programs that show mail know no sheet of ours, and few of them variables."""
    return mark_safe(f"<style>\n{render_to_string('notices/letter.css')}</style>")  # noqa: S308 - a file of ours
