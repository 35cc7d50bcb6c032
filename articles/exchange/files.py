"""Files of news items: JSON that holds one item or a list, or JSON Lines."""

import json
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NoReturn

# Of what is read at once: a line, or a file that holds a single JSON value.
MEGABYTES = 50
MAX_BYTES = MEGABYTES * 1_000_000
LINES = {".jsonl", ".ndjson"}


class FileError(Exception):
    """A file, or a line of one, that cannot be read; the message begins with its place."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"{place}: {why}")
        self.place = place
        self.why = why


@dataclass(frozen=True, slots=True)
class Found:
    """One value where an item should be."""

    place: str
    value: object


def read(path: Path) -> Iterator[Found | FileError]:
    """Give the items of a file in order, each line of JSON Lines or item of a list by itself.

    Of JSON Lines a line is in memory at once, however long the file; a single JSON value is read whole.
    """
    try:
        if not path.is_file():
            raise FileError(str(path), "no such file")
        if path.suffix in LINES:
            with path.open("rb") as file:
                yield from _lines(path, iter(partial(file.readline, MAX_BYTES + 1), b""))
        else:
            yield from _values(path, _text(path))
    except OSError as error:
        yield FileError(str(path), f"cannot be read: {error.strerror}")
    except FileError as error:
        yield error


def _text(path: Path) -> str:
    if path.stat().st_size > MAX_BYTES:
        raise FileError(str(path), f"larger than {MEGABYTES} MB; write an item a line, in a file that ends in .jsonl")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(str(path), _not_utf_8(error)) from error
    if not text.strip():
        raise FileError(str(path), "empty")
    return text


def _values(path: Path, text: str) -> Iterable[Found | FileError]:
    """Return the item or the items of one JSON value; read values that follow each other as lines."""
    try:
        value = _json(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            # By line feeds alone: str.splitlines also cuts at signs that JSON texts may hold.
            return _lines(path, text.encode().split(b"\n"))
        raise FileError(str(path), f"not JSON at line {error.lineno}, column {error.colno}: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise FileError(str(path), _not_json(error)) from error
    if isinstance(value, list):
        return [Found(f"{path}, item {number}", one) for number, one in enumerate(value, start=1)]
    if isinstance(value, dict):
        return [Found(str(path), value)]
    raise FileError(str(path), "holds neither an item {…}, nor a list of items, nor an item a line")


def _lines(path: Path, lines: Iterable[bytes]) -> Iterator[Found | FileError]:
    is_empty = True
    for number, line in enumerate(lines, start=1):
        place = f"{path}, line {number}"
        if len(line) > MAX_BYTES:
            raise FileError(place, f"longer than {MEGABYTES} MB")
        if line.strip():
            is_empty = False
            yield _line(place, (line.removeprefix(BOM_UTF8) if number == 1 else line).rstrip(b"\r\n"))
    if is_empty:
        raise FileError(str(path), "empty")


def _line(place: str, line: bytes) -> Found | FileError:
    try:
        return Found(place, _json(line.decode()))
    except UnicodeDecodeError as error:
        return FileError(place, _not_utf_8(error))
    except json.JSONDecodeError as error:
        return FileError(place, f"not JSON at column {error.colno}: {error.msg}")
    except (ValueError, RecursionError) as error:
        return FileError(place, _not_json(error))


def _json(text: str) -> object:
    return json.loads(text, parse_constant=_refuse)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON number")


def _not_utf_8(error: UnicodeDecodeError) -> str:
    return f"not UTF-8 at byte {error.start + 1}; save it as UTF-8"


def _not_json(error: Exception) -> str:
    return "not JSON: nested too deep" if isinstance(error, RecursionError) else f"not JSON: {error}"
