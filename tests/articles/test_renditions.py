"""Renditions: made by the worker once a picture is kept, crops anew where its focal point moves, shown once there."""

from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.tasks import TaskResultStatus
from django.test import Client
from django_tasks_db.models import DBTaskResult
from PIL import Image

from articles.models import Article, Picture, Rendition
from newsroom.audit.models import Entry
from newsroom.lib import photo_credit, renditions
from newsroom.subscribers.models import User
from tests.articles.pages import queries, text_of

type RunTasks = Callable[[], None]

CROPS = {"16:9": (1200, 675), "4:3": (1200, 900), "1:1": (1200, 1200)}


def picture(width: int = 2000, height: int = 1500, **fields: int) -> Picture:
    """Return a kept picture: white, with a red square in its upper right corner."""
    image = Image.new("RGB", (width, height), "white")
    image.paste("red", (width * 8 // 10, 0, width, height * 2 // 10))
    file = BytesIO()
    image.save(file, "JPEG")
    made = Picture(image=ContentFile(file.getvalue(), "a.jpg"), alt_text="Un pont", credit="© Agence", **fields)
    made.keep(by=None)
    return made


def shapes(of: Picture, crop: str = "") -> set[tuple[int, str]]:
    return {(one.width, one.format) for one in of.renditions.filter(crop=crop)}


def test_the_worker_makes_every_rendition(media: Path, run_tasks: RunTasks) -> None:
    kept = picture()
    assert not Rendition.objects.exists()

    run_tasks()

    assert shapes(kept) == {(width, form) for width in (480, 960, 1600) for form in ("avif", "webp", "jpeg")}
    for one in kept.renditions.all():
        with Image.open(one.file.path) as file:
            assert (file.size, file.format) == ((one.width, one.height), one.format.upper())
            assert not file.getexif()
    for ratio, size in CROPS.items():
        crop = kept.crop(ratio)
        assert crop is not None
        assert (crop.width, crop.height, crop.format) == (*size, "jpeg")
        assert crop.url.startswith("/media/pictures/")


@pytest.mark.parametrize(
    ("size", "widths", "crops"),
    [
        ((2000, 1500), {480, 960, 1600}, {(1200, 675), (1200, 900), (1200, 1200)}),
        ((960, 300), {480, 960}, {(533, 300), (400, 300), (300, 300)}),
        ((700, 700), {480, 700}, {(700, 394), (700, 525), (700, 700)}),
        ((300, 900), {300}, {(300, 169), (300, 225), (300, 300)}),
    ],
)
def test_no_rendition_is_wider_than_its_picture(
    size: tuple[int, int], widths: set[int], crops: set[tuple[int, int]]
) -> None:
    wanted = renditions.wanted(*size)

    assert {one.width for one in wanted if not one.crop} == widths
    assert {(one.width, one.height) for one in wanted if one.crop} == crops


@pytest.mark.parametrize("ratio", CROPS)
@pytest.mark.parametrize(("focus", "keeps"), [((95, 5), True), ((5, 95), False)])
def test_a_crop_keeps_the_focal_point(ratio: str, focus: tuple[int, int], keeps: bool) -> None:
    image = Image.new("RGB", (2000, 2000), "white")
    image.paste("red", (1900, 0, 2000, 100))
    image = image.resize((2000, 900)) if ratio == "1:1" else image
    wanted = next(one for one in renditions.wanted(*image.size) if one.crop == ratio)

    crop = Image.open(BytesIO(renditions.made(image, wanted, focus))).convert("RGB")

    red = crop.crop((crop.width - 4, 4, crop.width - 3, 5)).tobytes()[1] < 90
    assert red is keeps


def test_another_focal_point_remakes_the_crops_alone(media: Path, run_tasks: RunTasks) -> None:
    kept = picture()
    run_tasks()
    whole = set(kept.renditions.filter(crop="").values_list("pk", "file"))
    before = {one.crop: one.file.path for one in kept.renditions.exclude(crop="")}

    kept.focal_x = 90
    kept.revise(by=None, fields={"focal_x"})
    assert kept.crop("1:1") is None
    assert not any(Path(path).exists() for path in before.values())
    run_tasks()

    assert set(kept.renditions.filter(crop="").values_list("pk", "file")) == whole
    after = {one.crop: one.file.path for one in kept.renditions.exclude(crop="")}
    assert after.keys() == before.keys()
    # Another address: a cache that kept the former crop is not asked for it.
    assert not set(after.values()) & set(before.values())


def test_words_alone_remake_nothing(media: Path, run_tasks: RunTasks) -> None:
    kept = picture()
    run_tasks()
    count = DBTaskResult.objects.count()

    kept.caption = "Le pont."
    kept.revise(by=None, fields={"caption"})

    assert DBTaskResult.objects.count() == count
    assert kept.crop("1:1") is not None


def test_a_task_done_twice_makes_no_second_file(media: Path, run_tasks: RunTasks) -> None:
    kept = picture()
    run_tasks()
    files = sorted(media.rglob("*.*"))

    assert kept.make_renditions() == 0
    DBTaskResult.objects.update(status=TaskResultStatus.READY)
    run_tasks()

    assert sorted(media.rglob("*.*")) == files


def test_what_a_killed_worker_left_is_taken_up(media: Path, run_tasks: RunTasks) -> None:
    kept = picture()
    run_tasks()
    files = sorted(media.rglob("*.*"))
    # Its files were written, its rows were not.
    kept.renditions.all().delete()

    assert kept.make_renditions() == 12
    assert sorted(media.rglob("*.*")) == files


def test_a_crop_of_a_former_focal_point_is_not_kept(db: None, media: Path) -> None:
    kept = picture()
    # The editor moved it while the worker was at it.
    Picture.objects.filter(pk=kept.pk).update(focal_x=10)

    assert kept.make_renditions() == 0
    assert not Rendition.objects.exists()
    assert len(list(media.rglob("*.*"))) == 1


def test_a_picture_that_is_gone_has_nothing_made(media: Path, run_tasks: RunTasks) -> None:
    picture().delete()

    run_tasks()

    assert [one.status for one in DBTaskResult.objects.all()] == [TaskResultStatus.SUCCESSFUL]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_made_of_a_picture_that_was_not_kept(media: Path) -> None:
    with transaction.atomic():
        picture()
        transaction.set_rollback(True)

    assert not DBTaskResult.objects.exists()


def test_a_page_shows_the_original_until_they_are_made(
    client: Client, free_article: Article, media: Path, run_tasks: RunTasks
) -> None:
    kept = picture()
    free_article.lead_picture = kept
    free_article.save()
    address = free_article.get_absolute_url()

    before = text_of(client, address)
    assert f'src="{kept.image.url}"' in before
    assert "srcset" not in before

    run_tasks()
    page, card = text_of(client, address), text_of(client, "/")
    for shown in (page, card):
        assert shown.index('type="image/avif"') < shown.index('type="image/webp"') < shown.index("-1600.jpeg 1600w")
        assert 'width="2000" height="1500"' in shown
        assert "-960.jpeg" in shown.partition('<img src="')[2].partition('"')[0]
        assert kept.image.url not in shown.partition("<picture>")[2].partition("</picture>")[0]


def test_a_focal_point_that_was_moved_is_told_to_the_style_sheet(
    client: Client, free_article: Article, media: Path
) -> None:
    free_article.lead_picture = picture(focal_x=82, focal_y=13)
    free_article.save()

    assert 'data-focus-x="8" data-focus-y="1"' in text_of(client, "/")


def test_renditions_cost_one_query_however_many_cards_show_them(
    client: Client, free_article: Article, walled_article: Article, media: Path, run_tasks: RunTasks
) -> None:
    free_article.lead_picture = picture()
    free_article.save()
    one = queries(client, "/")

    walled_article.lead_picture = picture()
    walled_article.save()
    run_tasks()

    assert queries(client, "/") == one


def test_no_address_is_guessed_from_the_number_of_a_picture(media: Path, run_tasks: RunTasks) -> None:
    kept, other = picture(), picture()
    run_tasks()

    name = Path(str(kept.image)).stem
    assert len(name) >= 16
    assert all(Path(str(one.file)).name.startswith(f"{name}-") for one in kept.renditions.all())
    assert not any(part in str(other.image) for part in (name[:10], name[-10:]))


def test_the_command_makes_them_for_the_archive_and_goes_on_past_a_broken_file(db: None, media: Path) -> None:
    kept, broken = picture(), picture()
    Path(broken.image.path).write_bytes(b"no picture")
    said, wrong = StringIO(), StringIO()

    with pytest.raises(CommandError, match="1 of 2 pictures"):
        call_command("make_renditions", stdout=said, stderr=wrong)

    assert f"2/2 picture {kept.pk}: 12 made" in said.getvalue()
    assert f"1/2 picture {broken.pk}" in wrong.getvalue()
    assert kept.crop("16:9") is not None


def test_the_command_removes_what_the_files_of_before_tell(db: None, media: Path) -> None:
    exif = Image.Exif()
    exif[photo_credit.ORIENTATION], exif[photo_credit.ARTIST] = 6, "Anne Brun"
    exif.get_ifd(0x8825)[1] = "N"
    told, plain = (picture() for _ in range(2))
    Picture.objects.update(credit="")
    Image.new("RGB", (2000, 1500)).save(told.image.path, exif=exif)
    untouched, name, said = Path(plain.image.path).read_bytes(), str(told.image), StringIO()
    call_command("make_renditions", stdout=StringIO())
    told.refresh_from_db()

    assert (str(told.image), told.width, told.height, told.credit) == (name, 1500, 2000, "Anne Brun")
    with Image.open(told.image.path) as file:
        assert (file.size, dict(file.getexif())) == ((1500, 2000), {})
    assert shapes(told) == {(width, form) for width in (480, 960, 1500) for form in ("avif", "webp", "jpeg")}
    assert Path(plain.image.path).read_bytes() == untouched
    assert not list(media.rglob("*.new*"))
    assert Entry.objects.filter(action="picture.strip").count() == 1
    call_command("make_renditions", stdout=said)
    assert said.getvalue().count("none made\n") == 2


def test_the_lists_of_the_desk_show_the_smallest(
    browse: Callable[[User], Client], edith: User, media: Path, run_tasks: RunTasks
) -> None:
    picture()
    run_tasks()

    assert "-480.jpeg" in text_of(browse(edith), "/admin/articles/picture/")
