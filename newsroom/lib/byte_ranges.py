"""A stored file over HTTP, whole or the stretch that is asked for (RFC 9110, 14): what a player needs to seek."""

import re
from collections.abc import Iterator
from typing import IO

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

# One stretch. Whoever asks for several gets the whole, as the RFC lets a server answer.
ASKED = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))", re.IGNORECASE)
# More than that is handed over in pieces; less waits in the server's buffer for a slow reader, and keeps no thread.
WHOLE_MAX_BYTES = 8 * 1024 * 1024
A_PIECE = 256 * 1024


class NotSatisfiable(Exception):
    """What is asked for lies beyond the end of the file."""


def wanted(header: str, size: int) -> tuple[int, int] | None:
    """Return the first byte that a `Range` header asks for and the one after the last; None for all of the file.

    Raises NotSatisfiable where none of the file's bytes is asked for. What cannot be read is nothing asked.
    """
    found = ASKED.fullmatch(header.strip())
    if found is None:
        return None
    first, last, suffix = found.groups()
    if suffix is not None:
        start, end = max(0, size - int(suffix)), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    if start >= end:
        raise NotSatisfiable
    return start, end


def answer(request: HttpRequest, file: IO[bytes], size: int, etag: str, content_type: str) -> HttpResponseBase:
    """Answer with the file, which is closed by the answer: 200, 206, or 416."""
    headers = {"Accept-Ranges": "bytes", "ETag": etag, "Content-Type": content_type}
    asked = request.headers.get("Range", "") if request.method == "GET" else ""
    if request.headers.get("If-Range", etag) != etag:
        # The reader has the beginning of another file.
        asked = ""
    try:
        span = wanted(asked, size)
    except NotSatisfiable:
        file.close()
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    start, end = span or (0, size)
    headers["Content-Length"] = str(end - start)
    if span:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    status = 206 if span else 200
    if request.method == "HEAD":
        file.close()
        return HttpResponse(status=status, headers=headers)
    file.seek(start)
    if end - start > WHOLE_MAX_BYTES:
        return StreamingHttpResponse(_pieces(file, end - start), status=status, headers=headers)
    with file:
        return HttpResponse(file.read(end - start), status=status, headers=headers)


def _pieces(file: IO[bytes], left: int) -> Iterator[bytes]:
    with file:
        while left and (piece := file.read(min(A_PIECE, left))):
            left -= len(piece)
            yield piece
