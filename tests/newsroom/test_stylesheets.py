"""The paper's stylesheet and faces: one sheet, light enough to arrive with the first words."""

from pathlib import Path

import brotli
import pytest
from django.core.files.storage import FileSystemStorage

from newsroom import stylesheets
from newsroom.stylesheets import SHEET, JoinedStaticFilesStorage, joined

STATIC = Path(stylesheets.__file__).parent / "static"
# The admin is no page of the paper's: it has sheets of its own.
# The player is asked for by the pages alone that have one.
OTHER_SHEETS = {
    "admin.css",
    "player.css",
    "styleguide.css",
    *(f"desk{part}.css" for part in ("", "-form", "-list", "-member", "-figures", "-pictures", "-article", "-body")),
}
CSS_MAX_BYTES = 12_000
FONT_MAX_BYTES = 30_000


@pytest.fixture
def paths() -> stylesheets.Paths:
    storage = FileSystemStorage(STATIC)
    return {str(path.relative_to(STATIC)): (storage, str(path.relative_to(STATIC))) for path in STATIC.rglob("*.*")}


def test_every_sheet_is_joined_once(paths: stylesheets.Paths) -> None:
    sheet = joined(SHEET, paths)

    assert "@import" not in sheet
    for path in STATIC.glob("css/*.css"):
        if path.name not in {Path(SHEET).name, *OTHER_SHEETS}:
            assert sheet.count(path.read_text(encoding="utf-8")) == 1, path.name


def test_the_stylesheet_is_light(paths: stylesheets.Paths) -> None:
    assert len(brotli.compress(joined(SHEET, paths).encode())) <= CSS_MAX_BYTES


def test_no_face_is_heavy() -> None:
    heavy = {path.name: path.stat().st_size for path in STATIC.rglob("*.woff2")}

    assert heavy
    assert {name: size for name, size in heavy.items() if size > FONT_MAX_BYTES} == {}


def test_the_collected_stylesheet_holds_the_others(tmp_path: Path, paths: stylesheets.Paths) -> None:
    storage = JoinedStaticFilesStorage(location=tmp_path, base_url="/static/")
    for name, (source, path) in paths.items():
        with source.open(path) as file:
            storage.save(name, file)

    list(storage.post_process(paths))

    collected = (tmp_path / storage.stored_name(SHEET)).read_text(encoding="utf-8")
    assert "@import" not in collected
    assert ".article-body" in collected
    assert "fonts/serif.woff2" not in collected, "a face is asked for by a name that says its content"
