"""Look into the files of pictures before they are kept."""

import warnings
from enum import StrEnum
from typing import IO

from PIL import Image

MAX_BYTES = 50_000_000
# A picture of a camera has 24 to 45 million pixels. A small file can unfold to any number of them.
MAX_PIXELS = 50_000_000
# Pillow calls a JPEG that holds several pictures MPO, and phones write those.
SUFFIXES = {"JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "WEBP": ".webp"}


class Fault(StrEnum):
    """Why a file is kept out, in a developer's English."""

    SIZE = f"larger than {MAX_BYTES // 1_000_000} MB"
    PIXELS = f"more than {MAX_PIXELS // 1_000_000} million pixels"
    FORMAT = "not a JPEG, PNG or WebP that can be read"


class ImageError(ValueError):
    """A file that is kept out, and its fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def suffix(file: IO[bytes]) -> str:
    """Return the suffix that the file's bytes call for, whatever its name; read it whole, and wind it back.

    Raises ImageError for what is not a JPEG, PNG or WebP, is broken, or is larger than MAX_BYTES or MAX_PIXELS.
    """
    size = file.seek(0, 2)
    file.seek(0)
    if size > MAX_BYTES:
        raise ImageError(Fault.SIZE)
    try:
        with warnings.catch_warnings():
            # Its own bound comes later than ours.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(file, formats=("JPEG", "PNG", "WEBP"))
        if image.width * image.height > MAX_PIXELS:
            raise ImageError(Fault.PIXELS)
        image.load()
    except ImageError:
        raise
    except Image.DecompressionBombError as error:
        raise ImageError(Fault.PIXELS) from error
    except (OSError, SyntaxError, ValueError, OverflowError, MemoryError) as error:
        raise ImageError(Fault.FORMAT) from error
    file.seek(0)
    return SUFFIXES[image.format or ""]
