"""Text as XML can hold it."""

# XML 1.0, 2.2: no escape spells them, and one of them makes the whole document unreadable.
REFUSED = dict.fromkeys({*range(0x20), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)} - {0x09, 0x0A, 0x0D})


def readable(text: str) -> str:
    """Return the text without the characters that no XML document may hold."""
    return text.translate(REFUSED)
