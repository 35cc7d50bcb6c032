"""Look into the files of pictures before they are kept, and write them anew without what they tell of who took them."""

import warnings
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import IO

from PIL import Image, ImageCms, ImageFile, ImageOps, JpegImagePlugin

from newsroom.lib import bare_pictures, photo_credit

MAX_BYTES = 50_000_000
# A picture of a camera has 24 to 45 million pixels. A small file can unfold to any number of them.
MAX_PIXELS = 50_000_000
# On either side; with fewer, a picture is a stamp on every page.
MIN_SIDE = 200
# Pillow calls a JPEG that holds several pictures MPO, and phones write those.
SUFFIXES = {"JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "WEBP": ".webp"}
# Where an SVG says that it is one.
HEAD_BYTES = 1_000
# What Pillow raises for a file that is not what it says.
BROKEN = (OSError, SyntaxError, ValueError, OverflowError, MemoryError)


class Fault(StrEnum):
    """Why a file is kept out, in a developer's English."""

    SIZE = f"larger than {MAX_BYTES // 1_000_000} MB"
    PIXELS = f"more than {MAX_PIXELS // 1_000_000} million pixels"
    DRAWING = "an SVG drawing, which may hold a script; export it as PNG"
    FORMAT = "not a JPEG, PNG or WebP that can be read"
    INCOMPLETE = "a part of the file is missing or damaged"
    SMALL = f"fewer than {MIN_SIDE} pixels on a side"


class Mend(StrEnum):
    """What was done to a file that its sender may want to know, in a developer's English."""

    TURNED = "turned upright, as the camera noted"
    COLOURS = "converted from CMYK to the colours of screens"
    FIRST_FRAME = "animated: its first image was kept"


class ImageError(ValueError):
    """A file that is kept out, and its fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture as it is kept: upright, in the colours of screens, its file saying nothing besides."""

    content: bytes
    suffix: str
    size: tuple[int, int]
    # Who made it, as the file said.
    credit: str
    mends: tuple[Mend, ...]


def suffix(file: IO[bytes]) -> str:
    """Return the suffix that the file's bytes call for, whatever its name; read it whole, and wind it back.

    Raises ImageError for what is not a JPEG, PNG or WebP, is broken, or is larger than MAX_BYTES or MAX_PIXELS.
    """
    image = _opened(file)
    file.seek(0)
    return SUFFIXES[image.format or ""]


def prepared(file: IO[bytes]) -> Prepared:
    """Return the picture of the file as it is kept, of an animation the first image; raise ImageError as `suffix`.

    What is so already stays as it is, byte for byte: written anew, a JPEG would lose a little each time.
    """
    image = _opened(file)
    mends = []
    if image.format != "MPO" and getattr(image, "is_animated", False):
        mends.append(Mend.FIRST_FRAME)
    credit = photo_credit.of(image)
    upright = _upright(image)
    if upright is not image:
        mends.append(Mend.TURNED)
    if image.mode == "CMYK":
        mends.append(Mend.COLOURS)
    shown = _for_screens(upright)
    content = _bare(file) if shown.mode == image.mode and not mends else b""
    return Prepared(content or _written(shown, image), SUFFIXES[image.format or ""], shown.size, credit, tuple(mends))


def _bare(file: IO[bytes]) -> bytes:
    """Return the bytes of a file that holds the picture alone; none of another."""
    file.seek(0)
    content = file.read()
    return content if bare_pictures.is_bare(content) else b""


def _opened(file: IO[bytes]) -> ImageFile.ImageFile:
    """Return the picture, read whole; its number of pixels is looked at before."""
    size = file.seek(0, 2)
    file.seek(0)
    if size > MAX_BYTES:
        raise ImageError(Fault.SIZE)
    image = _with_header_read(file)
    if image.width * image.height > MAX_PIXELS:
        raise ImageError(Fault.PIXELS)
    try:
        image.load()
    except BROKEN as error:
        raise ImageError(Fault.INCOMPLETE) from error
    return image


def _with_header_read(file: IO[bytes]) -> ImageFile.ImageFile:
    try:
        # Its own bound on pixels comes later than ours, and what it cannot read of the camera is no loss.
        with warnings.catch_warnings(action="ignore"):
            return Image.open(file, formats=("JPEG", "PNG", "WEBP"))
    except Image.DecompressionBombError as error:
        raise ImageError(Fault.PIXELS) from error
    except BROKEN as error:
        file.seek(0)
        is_drawing = b"<svg" in file.read(HEAD_BYTES).lower()
        raise ImageError(Fault.DRAWING if is_drawing else Fault.FORMAT) from error


def _upright(image: Image.Image) -> Image.Image:
    """Return the picture as it was held; the same where it is so, or where the note on that cannot be read."""
    try:
        with warnings.catch_warnings(action="ignore"):
            turned = ImageOps.exif_transpose(image)
            is_noted = image.getexif().get(photo_credit.ORIENTATION, 1) != 1
    except (*BROKEN, KeyError, TypeError):
        return image
    return turned if is_noted else image


def _for_screens(image: Image.Image) -> Image.Image:
    """Return the picture in sRGB or grey, which need no profile; what shines through still does."""
    if image.mode.startswith("I"):
        # Sixteen bits a pixel, of which a screen shows eight.
        image = image.point(lambda value: value * (1 / 256))
    grey = {"1", "L", "I", "I;16", "F"}
    mode = "RGBA" if image.has_transparency_data else "L" if image.mode in grey else "RGB"
    if mode != "L" and (profile := image.info.get("icc_profile")):
        image = _in_srgb(image, profile, mode)
    return image.convert(mode)


def _in_srgb(image: Image.Image, profile: bytes, mode: str) -> Image.Image:
    """Return the picture with its colours told as sRGB tells them; unchanged where its profile cannot be read."""
    if b"sRGB" in profile:
        return image
    source = image if image.mode == "CMYK" else image.convert(mode)
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        turned = ImageCms.profileToProfile(source, own, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (*BROKEN, ImageCms.PyCMSError, TypeError):
        return image
    return turned or image


def _written(image: Image.Image, source: ImageFile.ImageFile) -> bytes:
    """Return the bytes of the picture in the format of its source, and nothing that its source said besides."""
    image.info = {}
    written = BytesIO()
    if isinstance(source, JpegImagePlugin.JpegImageFile) and source.mode == image.mode:
        # The same tables lose next to nothing.
        sampling = JpegImagePlugin.get_sampling(source)
        image.save(written, "JPEG", qtables=source.quantization, subsampling=sampling)
    elif SUFFIXES[source.format or ""] == ".jpg":
        image.save(written, "JPEG", quality=95)
    elif source.format == "PNG":
        image.save(written, "PNG")
    else:
        image.save(written, "WEBP", quality=92)
    return written.getvalue()
