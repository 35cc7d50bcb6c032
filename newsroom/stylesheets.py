"""Collects the static files, with the sheets that a stylesheet imports joined to it: a page asks for one."""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

type Paths = dict[str, tuple[Storage, str]]

SHEET = "css/paper.css"
IMPORT = re.compile(r'^@import url\("(?P<name>[\w-]+\.css)"\)(?: layer\((?P<layer>[\w-]+)\))?;$', re.MULTILINE)


# WhiteNoise says nothing of its types.
class JoinedStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Names each file by its content, compresses it, and leaves no `@import` for the browser to follow."""

    # A script that imports another asks for it under the name its content gave it.
    support_js_module_import_aggregation = True

    def post_process(self, paths: Paths, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if SHEET in paths:
            memory = InMemoryStorage()
            memory.save(SHEET, ContentFile(joined(SHEET, paths).encode()))
            paths = paths | {SHEET: (memory, SHEET)}
        yield from super().post_process(paths, dry_run=dry_run, **options)


def joined(name: str, paths: Paths) -> str:
    """Return the text of the sheet `name` with each sheet it imports in its place, in the layer it names."""
    folder = posixpath.dirname(name)

    def sheet(found: re.Match[str]) -> str:
        text = read(posixpath.join(folder, found["name"]), paths)
        return f"@layer {found['layer']} {{\n{text}}}\n" if found["layer"] else text

    return IMPORT.sub(sheet, read(name, paths))


def read(name: str, paths: Paths) -> str:
    """Return the text of a static file, from where it was found."""
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read(), "utf-8")
