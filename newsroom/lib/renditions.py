"""The sizes and shapes in which a picture is shown, made of the one file that is kept."""

from dataclasses import dataclass
from io import BytesIO
from typing import IO

from PIL import Image, features

# Of a narrower picture, its own width stands in place of the first that is wider.
WIDTHS = (480, 960, 1600)
# What search engines and social networks show (schema.org's NewsArticle asks for these three).
RATIOS = {"16:9": (16, 9), "4:3": (4, 3), "1:1": (1, 1)}
CROP_WIDTH = 1200
# The smallest first: a browser takes the first it can read.
FORMATS = tuple(name for name in ("avif", "webp", "jpeg") if name == "jpeg" or features.check(name))
OPTIONS: dict[str, dict[str, int | bool]] = {
    "avif": {"quality": 55, "speed": 8},
    "webp": {"quality": 78, "method": 4},
    "jpeg": {"quality": 80, "progressive": True, "optimize": True},
}
WHITE = "#ffffff"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One rendition: the whole picture, or a crop of that ratio; its size in pixels, its format."""

    crop: str
    width: int
    height: int
    format: str


def wanted(width: int, height: int) -> list[Wanted]:
    """Return the renditions of a picture of that size."""
    widths = sorted({*(one for one in WIDTHS if one <= width), min(width, WIDTHS[-1])})
    whole = [Wanted("", one, max(1, round(height * one / width)), form) for form in FORMATS for one in widths]
    return [*whole, *(_crop(ratio, width, height) for ratio in RATIOS)]


def opened(file: IO[bytes]) -> Image.Image:
    """Return the kept picture, read, as renditions are made of it: what shines through stands on white in a JPEG."""
    image = Image.open(file)
    image.load()
    return image


def made(image: Image.Image, one: Wanted, focus: tuple[int, int]) -> bytes:
    """Return the file of a rendition; `focus`, in percent from the left and the top, stays in every crop."""
    box = _box(image, one, focus) if one.crop else None
    shown = image.resize((one.width, one.height), Image.Resampling.LANCZOS, box, reducing_gap=3.0)
    if one.format == "jpeg" and shown.mode == "RGBA":
        shown = Image.alpha_composite(Image.new("RGBA", shown.size, WHITE), shown).convert("RGB")
    written = BytesIO()
    shown.save(written, one.format.upper(), **OPTIONS[one.format])
    return written.getvalue()


def _crop(ratio: str, width: int, height: int) -> Wanted:
    across, down = RATIOS[ratio]
    widest = min(CROP_WIDTH, width, height * across // down)
    return Wanted(ratio, max(1, widest), max(1, round(widest * down / across)), "jpeg")


def _box(image: Image.Image, one: Wanted, focus: tuple[int, int]) -> tuple[float, float, float, float]:
    """Return the part of the picture that a crop shows: as much as there is, around the focus."""
    scale = min(image.width / one.width, image.height / one.height)
    width, height = min(one.width * scale, image.width), min(one.height * scale, image.height)
    left = min(max(image.width * focus[0] / 100 - width / 2, 0), image.width - width)
    top = min(max(image.height * focus[1] / 100 - height / 2, 0), image.height - height)
    return (left, top, left + width, top + height)
