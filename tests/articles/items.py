"""Make news items for the tests of the import, as an agency writes them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

type Item = dict[str, Any]
# Imports contents or paths, with the command's options, and returns the lines it printed.
type Import = Callable[..., list[str]]


def text(value: str, role: str = "", content_type: str = "") -> Item:
    """Return one entry of headlines, descriptions or bodies."""
    entry = {"value": value, "role": role, "contentType": content_type}
    return {name: content for name, content in entry.items() if content}


def item(**changes: Any) -> Item:
    """Return a sound ninjs 3.x text; a change to None leaves the property out."""
    sound: Item = {
        "uri": "urn:test:pont",
        "type": "text",
        "version": "1",
        "versionCreated": "2026-03-02T09:00:00Z",
        "headlines": [text("Le pont rouvre", "main")],
        "bodies": [text("<p>Après deux ans, on passe.</p><p>À pied.</p>", "html", "text/html")],
    }
    return {name: value for name, value in (sound | changes).items() if value is not None}


def picture(href: str, **changes: Any) -> Item:
    """Return an association that shows a picture."""
    renditions = [{"name": "original", "href": href, "contentType": "image/png", "width": 4, "height": 3}]
    return {"name": "a001", "uri": "urn:test:picture", "type": "picture", "renditions": renditions} | changes


def in_lower_case(value: Any) -> Any:
    """Return an item as ninjs 2.x writes it: the same names, in lower case."""
    if isinstance(value, dict):
        return {name.lower(): in_lower_case(one) for name, one in value.items()}
    return [in_lower_case(one) for one in value] if isinstance(value, list) else value


def file(folder: Path, content: object, name: str = "items.json") -> Path:
    """Write a file: bytes and text as they are, anything else as JSON; return its path."""
    path = folder / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def png(path: Path, size: tuple[int, int] = (4, 3), form: str = "PNG") -> Path:
    """Write a picture; return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, "teal").save(path, form)
    return path
