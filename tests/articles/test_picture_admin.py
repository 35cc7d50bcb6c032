"""Pictures in the admin: with an alt text or decorative, and what their bytes say they are."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from articles.models import Picture
from newsroom.lib import images
from newsroom.subscribers.models import User
from tests.articles.pages import queries

pytestmark = pytest.mark.once

type Browse = Callable[[User], Client]

ADD = "/admin/articles/picture/add/"
LIST = "/admin/articles/picture/"


def upload(form: str = "PNG", name: str = "a.png", size: tuple[int, int] = (400, 300)) -> SimpleUploadedFile:
    """Return a picture as a browser sends it."""
    file = BytesIO()
    Image.new("RGB", size, "teal").save(file, form)
    return SimpleUploadedFile(name, file.getvalue(), "image/png")


@pytest.mark.parametrize(
    ("words", "taken"),
    [
        ({"alt_text": "Un pont."}, True),
        ({"decorative": "on"}, True),
        ({}, False),
        ({"alt_text": "Un pont.", "decorative": "on"}, False),
    ],
)
def test_a_picture_has_an_alt_text_or_says_it_is_decorative(
    browse: Browse, edith: User, media: Path, words: dict[str, str], taken: bool
) -> None:
    answer = browse(edith).post(ADD, {"image": upload(), "caption": "Le pont.", "credit": "© Agence", **words})

    assert (answer.status_code == 302) is taken
    assert Picture.objects.exists() is taken


def test_the_file_is_named_by_its_bytes(browse: Browse, edith: User, media: Path) -> None:
    browse(edith).post(ADD, {"image": upload("WEBP", "a.jpg"), "decorative": "on"})

    picture = Picture.objects.get()
    assert str(picture.image).endswith(".webp")
    assert (picture.width, picture.height) == (400, 300)


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("a.png", b"<svg onload='alert(1)'/>"),
        SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        SimpleUploadedFile("a.png", b""),
        upload("GIF"),
    ],
    ids=["svg as png", "svg", "empty", "gif"],
)
def test_what_is_no_picture_is_refused(browse: Browse, edith: User, media: Path, file: SimpleUploadedFile) -> None:
    answer = browse(edith).post(ADD, {"image": file, "decorative": "on"})

    assert "image" in answer.context["adminform"].form.errors
    assert not Picture.objects.exists()


def test_too_many_pixels_are_refused(browse: Browse, edith: User, media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_PIXELS", 1_000)

    answer = browse(edith).post(ADD, {"image": upload(), "decorative": "on"})

    assert "image" in answer.context["adminform"].form.errors


def test_words_are_changed_without_another_file(browse: Browse, edith: User, media: Path) -> None:
    client = browse(edith)
    client.post(ADD, {"image": upload(), "decorative": "on"})
    picture = Picture.objects.get()

    client.post(f"{LIST}{picture.pk}/change/", {"alt_text": "Un pont.", "credit": "© Agence"})

    changed = Picture.objects.get()
    assert (changed.alt_text, changed.decorative, changed.credit) == ("Un pont.", False, "© Agence")
    assert str(changed.image) == str(picture.image)


def test_the_list_costs_the_same_however_long_it_is(browse: Browse, edith: User, media: Path) -> None:
    client = browse(edith)
    add(client, 1)
    few = queries(client, LIST)
    add(client, 10)

    assert queries(client, LIST) == few <= 8


def add(client: Client, count: int, **words: Any) -> None:
    for _ in range(count):
        client.post(ADD, {"image": upload(), "decorative": "on", **words})
