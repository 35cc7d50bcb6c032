"""Files of news items: JSON that holds one item or a list, or JSON Lines."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

MAX_BYTES = 50_000_000
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
    """Give the items of a file in order, each line of JSON Lines or item of a list by itself."""
    try:
        text = _text(path)
        yield from _lines(path, text) if path.suffix in LINES else _values(path, text)
    except FileError as error:
        yield error


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            raise FileError(str(path), "no such file")
        if path.stat().st_size > MAX_BYTES:
            raise FileError(str(path), f"larger than {MAX_BYTES // 1_000_000} MB; split it")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FileError(str(path), f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise FileError(str(path), f"not UTF-8 at byte {error.start + 1}; save it as UTF-8") from error
    if not text.strip():
        raise FileError(str(path), "empty")
    return text


def _values(path: Path, text: str) -> Iterable[Found | FileError]:
    """Return the item or the items of one JSON value; read values that follow each other as lines."""
    try:
        value = _json(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            return _lines(path, text)
        raise FileError(str(path), f"not JSON at line {error.lineno}, column {error.colno}: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise FileError(str(path), _not_json(error)) from error
    if isinstance(value, list):
        return [Found(f"{path}, item {number}", one) for number, one in enumerate(value, start=1)]
    if isinstance(value, dict):
        return [Found(str(path), value)]
    raise FileError(str(path), "holds neither an item {…}, nor a list of items, nor an item a line")


def _lines(path: Path, text: str) -> Iterator[Found | FileError]:
    # By line feeds alone: str.splitlines also cuts at signs that JSON texts may hold.
    for number, line in enumerate(text.split("\n"), start=1):
        place = f"{path}, line {number}"
        try:
            if line.strip():
                yield Found(place, _json(line))
        except json.JSONDecodeError as error:
            yield FileError(place, f"not JSON at column {error.colno}: {error.msg}")
        except (ValueError, RecursionError) as error:
            yield FileError(place, _not_json(error))


def _json(text: str) -> object:
    return json.loads(text, parse_constant=_refuse)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON number")


def _not_json(error: Exception) -> str:
    return "not JSON: nested too deep" if isinstance(error, RecursionError) else f"not JSON: {error}"
