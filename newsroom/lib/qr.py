"""A QR code as the outline of an SVG path, so that a template draws it inline and nothing is marked safe."""

from dataclasses import dataclass

import qrcode

MARGIN = 4


@dataclass(frozen=True, slots=True)
class Square:
    """`outline` is a path's `d` in a square of `size` units, quiet zone of four units included (ISO/IEC 18004)."""

    size: int
    outline: str


def draw(text: str) -> Square:
    """Return the QR code that holds the text."""
    code = qrcode.QRCode(border=MARGIN)
    code.add_data(text)
    rows = code.get_matrix()
    dark = [(x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return Square(size=len(rows), outline="".join(f"M{x} {y}h1v1h-1z" for x, y in dark))
