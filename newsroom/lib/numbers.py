"""Numbers as a browser sends them: text, which anybody may have written."""


def whole(given: str, digits: int = 18) -> int | None:
    """Return the whole number that is written, of so many ASCII digits at most; None for anything else.

    Eighteen digits are what a key of the database holds, nine what its smaller whole numbers hold.
    """
    return int(given) if given.isascii() and given.isdigit() and len(given) <= digits else None
