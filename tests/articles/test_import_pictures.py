"""Pictures of an import: a file beside the items is kept with its words, and nothing else is ever opened."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files import File
from PIL import Image

from articles.models import Article, Picture
from newsroom.lib import images
from tests.articles.items import Import, file, item, picture, png, text

WORDS = {
    "rel": "lead",
    "by": "© Agence",
    "descriptions": [text("Le pont, hier.", "caption"), text("Un pont.", "alt")],
}


def test_a_picture_beside_the_file_is_kept_with_its_words(bring_in: Import, tmp_path: Path, media: Path) -> None:
    source = png(tmp_path / "b" / "pont neuf.png")

    bring_in(item(associations=[picture("b/pont%20neuf.png", **WORDS)]))

    kept = Article.objects.get().lead_picture
    assert kept is not None
    assert (kept.width, kept.height) == (4, 3)
    assert (kept.alt_text, kept.decorative, kept.caption) == ("Un pont.", False, "Le pont, hier.")
    assert kept.credit == "© Agence"
    with Image.open(kept.image.path) as file_kept, Image.open(source) as sent:
        assert list(file_kept.get_flattened_data()) == list(sent.get_flattened_data())
    assert "pont" not in str(kept.image)


@pytest.mark.parametrize(("form", "suffix"), [("JPEG", ".jpg"), ("PNG", ".png"), ("WEBP", ".webp")])
def test_the_bytes_say_the_format_not_the_name(
    bring_in: Import, tmp_path: Path, media: Path, form: str, suffix: str
) -> None:
    png(tmp_path / "a.html", form=form)

    bring_in(item(associations=[picture("a.html")]))

    assert str(Picture.objects.get().image).endswith(suffix)


def test_a_picture_that_says_nothing_is_decorative(bring_in: Import, tmp_path: Path, media: Path) -> None:
    png(tmp_path / "a.png")

    bring_in(item(associations=[picture("a.png", rel="lead")]))

    assert Picture.objects.get().decorative


def test_a_remote_picture_is_told_and_never_fetched(bring_in: Import, media: Path) -> None:
    lines = bring_in(item(associations=[picture("https://exemple.test/a.png")]))

    assert lines[0] == "1.json: created, a draft: “Le pont rouvre”; picture not brought in: remote"
    assert not Picture.objects.exists()


def bomb(path: Path, width: int, height: int) -> Path:
    """Write a tiny PNG that says it has many pixels."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    written = b"\x89PNG\r\n\x1a\n"
    for kind, data in chunks:
        written += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    path.write_bytes(written)
    return path


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not a JPEG, PNG or WebP"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "an SVG drawing"),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "not a JPEG, PNG or WebP"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40, "not a JPEG, PNG or WebP"),
        ("truncated", "a part of the file is missing or damaged"),
        ((8_000, 6_251), "more than 50 million pixels"),
        ((12_000, 10_000), "more than 50 million pixels"),
        ((60_000, 60_000), "more than 50 million pixels"),
    ],
)
def test_a_file_that_is_no_picture_of_ours_keeps_all_out(
    bring_in: Import, tmp_path: Path, media: Path, content: bytes | str | tuple[int, int], reason: str
) -> None:
    path = tmp_path / "a.png"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif isinstance(content, tuple):
        bomb(path, *content)
    else:
        path.write_bytes(png(path, (400, 300)).read_bytes()[:-200])

    lines = bring_in(item(associations=[picture("a.png")]), refused=True)

    assert lines[0].startswith(f"1.json: associations: the picture “a.png” is refused: {reason}")
    assert not Article.objects.exists()


def test_a_file_too_large_is_refused(bring_in: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_BYTES", 10)
    png(tmp_path / "a.png")

    assert "larger than 50 MB" in bring_in(item(associations=[picture("a.png")]), refused=True)[0]


def test_a_link_does_not_lead_out_of_the_folder(bring_in: Import, tmp_path: Path) -> None:
    png(tmp_path / "elsewhere" / "a.png")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "a.png").symlink_to(tmp_path / "elsewhere" / "a.png")
    items = file(inside, item(associations=[picture("a.png")]))

    assert "leads out of the file's own folder" in bring_in(items, refused=True)[0]


def test_the_same_picture_twice_is_kept_once(bring_in: Import, tmp_path: Path, media: Path) -> None:
    png(tmp_path / "a.png")
    shown = item(associations=[picture("a.png", **WORDS)])
    bring_in(shown)

    bring_in(shown)
    bring_in(item(version="2", headlines=[text("Autre")], associations=[picture("a.png", **WORDS)]))

    assert Picture.objects.count() == 1


def test_a_later_version_brings_another_picture_or_other_words(bring_in: Import, tmp_path: Path, media: Path) -> None:
    png(tmp_path / "a.png")
    bring_in(item(associations=[picture("a.png", **WORDS)]))

    bring_in(item(version="2", associations=[picture("a.png", **WORDS | {"by": "© Autre"})]))
    assert [one.credit for one in Picture.objects.all()] == ["© Autre"]

    png(tmp_path / "a.png", (8, 6))
    bring_in(item(version="3", associations=[picture("a.png", **WORDS)]))
    assert Article.objects.get().lead_picture == Picture.objects.get(width=8)

    bring_in(item(version="4"))
    assert Article.objects.get().lead_picture is None


def test_the_picture_an_editor_chose_stays(bring_in: Import, tmp_path: Path, media: Path) -> None:
    png(tmp_path / "a.png")
    bring_in(item(associations=[picture("a.png", **WORDS)]))
    own = Picture.objects.create(image=File(BytesIO((tmp_path / "a.png").read_bytes()), "own.png"), decorative=True)
    article = Article.objects.get()
    article.lead_picture = own
    article.revise(by=None, fields={"lead_picture"})

    png(tmp_path / "a.png", (8, 6))
    bring_in(item(version="2", associations=[picture("a.png", **WORDS)]))

    assert Article.objects.get().lead_picture == own


def test_a_dry_run_keeps_no_file(bring_in: Import, tmp_path: Path, media: Path) -> None:
    png(tmp_path / "a.png")

    bring_in(item(associations=[picture("a.png")]), dry_run=True)

    assert [one for one in media.rglob("*") if one.is_file()] == []
