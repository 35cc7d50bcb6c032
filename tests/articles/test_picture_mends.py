"""What the desk says of a picture's file: refused with the mend, mended and told, credited from the file; its focus."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from articles.models import Picture
from articles.picture_forms import FAULTS, LIMITS, MENDS
from newsroom.audit.models import Entry
from newsroom.lib.images import Fault, Mend
from newsroom.subscribers.models import User
from tests.newsroom.test_images import camera, sent

type Browse = Callable[[User], Client]

ADD = "/admin/articles/picture/add/"


def upload(client: Client, file: BytesIO | bytes, name: str = "a.jpg", **words: str) -> list[str]:
    """Send a picture; return what is said about it, as an error of its field or after it was kept."""
    content = file if isinstance(file, bytes) else file.getvalue()
    sent_file = SimpleUploadedFile(name, content, "image/jpeg")
    answer = client.post(ADD, {"image": sent_file, "alt_text": "Un pont.", **words}, follow=True)
    if "adminform" in answer.context and (errors := answer.context["adminform"].form.errors):
        return [str(one) for one in errors["image"]]
    return [str(one) for one in answer.context["messages"]]


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", Fault.DRAWING),
        ("a.jpg", b"%PDF-1.7", Fault.FORMAT),
        ("a.jpg", sent(size=(900, 900)).getvalue()[:-600], Fault.INCOMPLETE),
        ("a.png", sent("PNG", "1", size=(10_000, 6_000)).getvalue(), Fault.PIXELS),
        ("a.jpg", sent(size=(300, 199)).getvalue(), Fault.SMALL),
    ],
    ids=["svg", "no jpeg", "truncated", "60 megapixels", "too small"],
)
def test_a_file_that_is_refused_is_told_why_and_what_to_do(
    browse: Browse, edith: User, media: Path, name: str, content: bytes, fault: Fault
) -> None:
    assert upload(browse(edith), content, name) == [str(FAULTS[fault]) % LIMITS]
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    ("file", "mend"),
    [
        (sent(mode="CMYK"), Mend.COLOURS),
        (sent(exif=camera()), Mend.TURNED),
        (sent("WEBP", save_all=True, append_images=[Image.new("RGB", (300, 200))]), Mend.FIRST_FRAME),
    ],
)
def test_what_is_mended_is_told(browse: Browse, edith: User, media: Path, file: BytesIO, mend: Mend) -> None:
    assert str(MENDS[mend]) in upload(browse(edith), file)


def test_a_picture_that_no_search_engine_shows_large_is_taken_and_told(
    browse: Browse, edith: User, media: Path
) -> None:
    client = browse(edith)

    assert any("1200" in one for one in upload(client, sent()))
    assert not any("1200" in one for one in upload(client, sent(size=(1200, 800))))
    assert Picture.objects.count() == 2


def test_the_credit_is_read_from_the_file_and_told(browse: Browse, edith: User, media: Path) -> None:
    told = upload(browse(edith), sent(exif=camera(artist="Anne Brun")))

    assert Picture.objects.get().credit == "Anne Brun"
    assert any("Anne Brun" in one for one in told)


def test_the_editors_own_credit_stays(browse: Browse, edith: User, media: Path) -> None:
    told = upload(browse(edith), sent(exif=camera(artist="Anne Brun")), credit="Maud / Agence")

    assert Picture.objects.get().credit == "Maud / Agence"
    assert not any("Anne Brun" in one for one in told)


def test_the_file_that_is_served_tells_nothing_of_place_and_camera(browse: Browse, edith: User, media: Path) -> None:
    upload(browse(edith), sent(exif=camera(artist="Anne Brun")))

    content = Path(Picture.objects.get().image.path).read_bytes()
    assert b"Exif" not in content
    assert b"marque" not in content


def test_the_focal_point_is_two_numbers(browse: Browse, edith: User, media: Path) -> None:
    client = browse(edith)
    upload(client, sent())
    picture = Picture.objects.get()
    form = {"alt_text": "Un pont.", "focal_x": 82, "focal_y": 7}
    address = f"/admin/articles/picture/{picture.pk}/change/"

    assert client.post(address, form).status_code == 302
    picture.refresh_from_db()
    assert picture.focus == (82, 7)
    entry = Entry.objects.filter(action="picture.revise").get()
    assert (entry.actor, entry.detail) == (edith, {"fields": ["focal_x", "focal_y"]})

    refused = client.post(address, form | {"focal_x": 101})
    assert "focal_x" in refused.context["adminform"].form.errors


def test_who_moves_no_point_leaves_it_in_the_middle(browse: Browse, edith: User, media: Path) -> None:
    client = browse(edith)
    upload(client, sent())

    client.post(f"/admin/articles/picture/{Picture.objects.get().pk}/change/", {"alt_text": "Un pont.", "focal_x": ""})

    assert Picture.objects.get().focus == (50, 50)
