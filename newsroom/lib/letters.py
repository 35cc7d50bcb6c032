"""The text of a letter in plain words: its subject on one line, what was typed quoted, no heap of blank lines."""

import re
import textwrap
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string


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
