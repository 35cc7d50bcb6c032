"""Collects the static files, with the sheets that a stylesheet imports joined to it: a page asks for one."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

type Paths = dict[str, tuple[Storage, str]]

SHEET = "css/paper.css"
# Colours and sizes, by their names: what a page needs that has no sheet to ask for.
TOKENS = Path(__file__).parent / "static" / "css" / "tokens.css"
BUNDLES = "django_prose_editor/"
MAP = re.compile(r"^(?://|/\*)# sourceMappingURL=.*$", re.MULTILINE)
IMPORT = re.compile(r'^@import url\("(?P<name>[\w-]+\.css)"\)(?: layer\((?P<layer>[\w-]+)\))?;$', re.MULTILINE)


class FilesOfApps(AppDirectoriesFinder):
    """Finds the files of the apps without the maps of their scripts: megabytes that no reader's browser asks for."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Storage]]:
        return super().list([*(ignore_patterns or ()), "*.map"])


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
        paths = paths | dict(_without_maps(paths))
        yield from super().post_process(paths, dry_run=dry_run, **options)


def _without_maps(paths: Paths) -> Iterator[tuple[str, tuple[Storage, str]]]:
    """Give the bundles of others without the address of their map, which is not collected."""
    for name in paths:
        if name.startswith(BUNDLES) and name.endswith((".js", ".css")):
            memory = InMemoryStorage()
            memory.save(name, ContentFile(MAP.sub("", read(name, paths)).encode()))
            yield name, (memory, name)


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
