"""Who made a picture, as the file says: IPTC, XMP and EXIF, which agencies, cameras and editors fill in."""

import re
import warnings
from collections.abc import Mapping
from html import unescape
from typing import Any

from PIL import Image, ImageFile, IptcImagePlugin

# EXIF 2.32.
ORIENTATION = 0x0112
ARTIST = 0x013B
COPYRIGHT = 0x8298
# IPTC IIM 4.2: dataset numbers of record 2.
BYLINE, CREDIT, NOTICE = (2, 80), (2, 110), (2, 116)
# IIM 1:90 with this value: the text is UTF-8.
UTF_8 = b"\x1b%G"
XMP_KEYS = ("xmp", "XML:com.adobe.xmp")
# A packet that holds more holds thumbnails, or is there to keep us busy.
XMP_MAX_LENGTH = 500_000
MAX_LENGTH = 200
SPACES = re.compile(r"[\s\x00-\x1f\x7f]+")
TAGS = re.compile(r"<[^<>]*>")


def of(image: ImageFile.ImageFile) -> str:
    """Return the credit that the file bears: « Author / Agency », as far as it says; empty where it says nothing."""
    with warnings.catch_warnings(action="ignore"):
        sources = (_iptc(image), _xmp(image), _exif(image))
    author, agency, notice = (next((one[place] for one in sources if one[place]), "") for place in range(3))
    owner = agency or notice
    if author.casefold() in owner.casefold():
        return owner[:MAX_LENGTH]
    if owner.casefold() in author.casefold():
        return author[:MAX_LENGTH]
    return f"{author} / {owner}"[:MAX_LENGTH]


def _iptc(image: ImageFile.ImageFile) -> tuple[str, str, str]:
    try:
        said = IptcImagePlugin.getiptcinfo(image) or {}
    except (OSError, SyntaxError, ValueError, KeyError, TypeError, IndexError):
        said = {}
    in_utf_8 = said.get((1, 90)) == UTF_8
    return (_field(said, BYLINE, in_utf_8), _field(said, CREDIT, in_utf_8), _field(said, NOTICE, in_utf_8))


def _field(said: Mapping[tuple[int, int], Any], number: tuple[int, int], in_utf_8: bool) -> str:
    value = said.get(number) or b""
    return ", ".join(filter(None, (_text(one, in_utf_8) for one in (value if isinstance(value, list) else [value]))))


def _xmp(image: Image.Image) -> tuple[str, str, str]:
    packet = next((image.info[key] for key in XMP_KEYS if image.info.get(key)), "")
    text = packet.decode("utf-8", "replace") if isinstance(packet, bytes) else str(packet)
    if len(text) > XMP_MAX_LENGTH:
        return ("", "", "")
    return (_property(text, "dc:creator"), _property(text, "photoshop:Credit"), _property(text, "dc:rights"))


def _property(packet: str, name: str) -> str:
    """Return the value of a property, an attribute or an element; of several, the first."""
    written = packet.partition(f"<{name}>")[2].partition(f"</{name}>")[0]
    if not written:
        written = packet.partition(f'{name}="')[2].partition('"')[0]
    return _clean(unescape(TAGS.sub(" ", written.partition("</rdf:li>")[0])))


def _exif(image: Image.Image) -> tuple[str, str, str]:
    try:
        said = image.getexif()
        author, notice = said.get(ARTIST, ""), said.get(COPYRIGHT, "")
    except (OSError, SyntaxError, ValueError, KeyError, TypeError):
        return ("", "", "")
    return (_text(author, True), "", _text(notice, True))


def _text(value: object, in_utf_8: bool) -> str:
    if not isinstance(value, bytes):
        # Pillow reads ASCII as Latin-1; cameras write UTF-8 there.
        value = str(value).encode("latin-1", "replace") if in_utf_8 else str(value).encode()
    try:
        return _clean(value.decode("utf-8"))
    except UnicodeDecodeError:
        return _clean(value.decode("cp1252", "replace"))


def _clean(text: str) -> str:
    return SPACES.sub(" ", text).strip()
