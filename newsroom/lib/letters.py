"""The text of a letter in plain words: its subject on one line, what was typed quoted, no heap of blank lines."""

import re
import textwrap


def quoted(text: str) -> str:
    """Return the text as a mail quotes it: nothing in it passes for the paper's own words."""
    return textwrap.indent(text, "> ", lambda _line: True)


def one_line(text: str) -> str:
    """Return the text fit for a header: one line, nothing invisible in it."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())


def tidied(text: str) -> str:
    """Return the text with one blank line where the template's tags left several."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
