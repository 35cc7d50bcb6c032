"""Say whether a picture's file holds the picture alone: nothing of who took it, where and with what, nothing besides.

Read by what a file may hold, not by what it may not: a segment that nobody here knows is one too many.
"""

import re

# Tables, frames, scans and restart intervals (ITU-T T.81, table B.1); neither a comment nor an application's segment.
JPEG_PICTURE = {0xC0, 0xC1, 0xC2, 0xC4, 0xDA, 0xDB, 0xDD}
JPEG_END, JPEG_SCAN, JPEG_JFIF = 0xD9, 0xDA, 0xE0
# JFIF's own segment, when it holds no thumbnail.
JFIF_LENGTH = 16
# The next marker after a scan's data, in which 0xFF is followed by zero or counts a restart.
AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
PNG_START, PNG_PICTURE, PNG_END = b"\x89PNG\r\n\x1a\n", {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}, b"IEND"
WEBP_PICTURE = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}


def is_bare(content: bytes) -> bool:
    """Return whether the bytes are a JPEG, PNG or WebP that says nothing besides, whole or broken."""
    if content[:2] == b"\xff\xd8":
        return _is_bare_jpeg(content)
    if content.startswith(PNG_START):
        return _is_bare_png(content)
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP" and _is_bare_webp(content)


def _is_bare_jpeg(content: bytes) -> bool:
    place = 2
    while content[place : place + 1] == b"\xff" and place + 1 < len(content):
        kind = content[place + 1]
        if kind == JPEG_END:
            return place + 2 == len(content)
        length = int.from_bytes(content[place + 2 : place + 4])
        is_jfif = kind == JPEG_JFIF and length == JFIF_LENGTH and content[place + 4 : place + 9] == b"JFIF\0"
        if length < 2 or not (kind in JPEG_PICTURE or is_jfif):
            return False
        place += 2 + length
        if kind == JPEG_SCAN:
            found = AFTER_SCAN.search(content, place)
            place = found.start() if found else len(content)
    return False


def _is_bare_png(content: bytes) -> bool:
    place = len(PNG_START)
    while (kind := content[place + 4 : place + 8]) in PNG_PICTURE:
        # Its length, its kind and its checksum stand around what a chunk holds.
        place += 12 + int.from_bytes(content[place : place + 4])
        if kind == PNG_END:
            return place == len(content)
    return False


def _is_bare_webp(content: bytes) -> bool:
    end = 8 + int.from_bytes(content[4:8], "little")
    place = 12
    while place < end and content[place : place + 4] in WEBP_PICTURE:
        length = int.from_bytes(content[place + 4 : place + 8], "little")
        place += 8 + length + length % 2
    return 12 < place == end == len(content)
