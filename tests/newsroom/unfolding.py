"""Find a planted word in an answer, however it is spelled there: escaped, compressed, in letters without accents."""

import base64
import gzip
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from html import unescape
from urllib.parse import unquote_plus

import brotli
from django.http import HttpResponseBase

# Each planted word begins with it, and ends with two letters that say where it was planted.
STEM = "zéphyrion"
PLANTED = re.compile(r"zephyrion[^a-z0-9]?([a-z]{2})")
ESCAPED_IN_JSON = re.compile(r"\\u([0-9a-fA-F]{4})")
LIKE_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}")
# Combining marks, and what is written to part a word.
ACCENTS = re.compile("[\u0300-\u036f\u00ad\u200b]")
DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "deflate": zlib.decompress,
    "br": brotli.decompress,
}
GZIP_BEGINS = b"\x1f\x8b"
# What is packed in what is packed is looked into so often.
DEPTH = 3


def planted_in(answer: HttpResponseBase) -> set[str]:
    """Return the ends of the planted words that the answer holds, in its body or its headers."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    cookies = answer.cookies.output()
    return words_in(body_of(answer)) | words_in(f"{headers}\n{cookies}".encode())


def body_of(answer: HttpResponseBase) -> bytes:
    """Return the whole body as a reader's browser unpacks it."""
    body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    unpack = DECODERS.get(answer.get("Content-Encoding", ""))
    return unpack(body) if unpack and body else body


def words_in(data: bytes) -> set[str]:
    """Return the ends of the planted words in these bytes."""
    return {end for text in _readings(data, DEPTH) for end in PLANTED.findall(text)}


def _readings(data: bytes, depth: int) -> Iterator[str]:
    """Give the text of the bytes with every escape undone, and of what is packed in them."""
    text = data.decode("utf-8", "replace")
    # Twice: an address in a page is escaped for the address, then for the page.
    for _pass in range(2):
        text = unescape(unquote_plus(ESCAPED_IN_JSON.sub(lambda found: chr(int(found[1], 16)), text)))
    yield _plain(text)
    if depth:
        for packed in _packed(data):
            yield from _readings(packed, depth - 1)


def _packed(data: bytes) -> Iterator[bytes]:
    if data.startswith(GZIP_BEGINS):
        with suppress(OSError, EOFError, zlib.error):
            yield gzip.decompress(data)
    for run in LIKE_BASE64.findall(data):
        # What is left over of a last group is less than a letter.
        letters = run.replace(b"-", b"+").replace(b"_", b"/")[: len(run) - len(run) % 4]
        unpacked = base64.b64decode(letters)
        if unpacked.startswith(GZIP_BEGINS) or _is_text(unpacked):
            yield unpacked


def _is_text(data: bytes) -> bool:
    """Return whether it may be a text, perhaps cut in the midst of a last letter: a word of a page is no base64."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.start >= len(data) - 3
    return True


def _plain(text: str) -> str:
    """Return the text in small letters without accents."""
    return ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold()
