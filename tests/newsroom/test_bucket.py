"""Files in a bucket of the S3 kind, over HTTP: pictures for all, sounds for who may hear them, and no other way in."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.core.checks import run_checks
from django.core.exceptions import SuspiciousOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.test import Client
from PIL import Image
from pytest_django import Settings

from articles.models import Article, Picture
from newsroom.lib import service_urls
from newsroom.lib.bucket import Unreachable
from tests import factories
from tests.newsroom.bucket_server import BUCKET, BucketServer
from tests.running import RunningSite

pytestmark = pytest.mark.once

SOUND = bytes(range(256)) * 40
# To the sounds, past the site.
WAYS = ("", "/media/..", "/media/%2e%2e", "/media/", "/media/pictures/../..")
PICTURE = re.compile(r"/(media/[\w./-]+\.(?:jpe?g|webp|avif))")


@pytest.fixture(scope="module")
def server() -> Iterator[BucketServer]:
    with BucketServer() as server:
        yield server


@pytest.fixture
def bucket(server: BucketServer, settings: Settings) -> Iterator[BucketServer]:
    """An empty bucket, and the site told of it."""
    server.empty()
    settings.MEDIA_STORAGE_URL = server.url
    settings.STORAGES = settings.STORAGES | service_urls.storages(server.url, "/media/")
    opened: list[Any] = [storages[name] for name in ("default", "private")]
    yield server
    for storage in opened:
        storage.close()


def jpeg(width: int, height: int) -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height), "red").save(file, "JPEG")
    return file.getvalue()


def test_a_file_is_kept_read_and_let_go(bucket: BucketServer) -> None:
    names = [default_storage.save("pictures/a.jpg", ContentFile(content)) for content in (b"first", b"second")]

    assert names[0] == "pictures/a.jpg" != names[1]
    assert bucket.names() == sorted(f"media/{name}" for name in names)
    assert [default_storage.open(name).read() for name in names] == [b"first", b"second"]
    assert (default_storage.size(names[1]), default_storage.exists(names[1])) == (6, True)
    assert default_storage.url("pictures/é à.jpg") == "/media/pictures/%C3%A9%20%C3%A0.jpg"

    for name in (*names, names[0]):
        default_storage.delete(name)
    assert bucket.names() == []
    for ask in (default_storage.open, default_storage.size):
        with pytest.raises(FileNotFoundError):
            ask(names[0])
    with pytest.raises(SuspiciousOperation):
        default_storage.open("../private/audio/a.mp3")


def test_no_more_is_fetched_than_is_read(bucket: BucketServer, monkeypatch: pytest.MonkeyPatch) -> None:
    private: Any = storages["private"]
    private.save("audio/a.mp3", ContentFile(SOUND))
    asked: list[str] = []
    fetch = private.fetch

    def noted(name: str, **how: str) -> object:
        asked.append(how["Range"])
        return fetch(name, **how)

    monkeypatch.setattr(private, "fetch", noted)

    with private.open("audio/a.mp3") as file:
        assert file.read(4) == SOUND[:4]
        assert file.seek(-3, 2) == len(SOUND) - 3
        assert file.read() == SOUND[-3:]
        file.seek(5000)
        assert file.read() == SOUND[5000:]
        assert file.read() == b""

    # A piece is fetched at once, and this file is shorter than one.
    assert asked[0] == f"bytes=0-{len(SOUND) - 1}"
    assert len(asked) <= 3


@pytest.mark.django_db(transaction=True)
def test_a_picture_and_what_the_worker_makes_of_it_are_in_the_bucket(
    bucket: BucketServer, run_tasks: Callable[[], None]
) -> None:
    made = Picture(image=ContentFile(jpeg(2000, 1500), "a.jpg"), alt_text="Un pont", credit="© Agence")
    made.keep(by=None)
    run_tasks()

    one = made.renditions.get(crop="16:9")
    assert one.file.url.startswith("/media/pictures/")
    with one.file.open() as file, Image.open(file) as image:
        assert image.size == (one.width, one.height)
    assert len(bucket.names()) == 1 + made.renditions.count() > 9
    assert all(key.startswith("media/pictures/") for key in bucket.names())

    # As the backup finds them.
    assert default_storage.listdir("") == (["pictures"], [])

    # Written over under its own name, and nothing left beside it.
    made._write_over(jpeg(20, 10))
    with made.image.open() as file, Image.open(file) as image:
        assert image.size == (20, 10)
    assert len(bucket.names()) == 1 + made.renditions.count()


@pytest.mark.parametrize(("reader", "status"), [("", 403), ("chloe", 403), ("david", 403), ("alice", 206)])
def test_a_sound_is_for_who_may_hear_it_stretch_by_stretch(
    request: pytest.FixtureRequest,
    bucket: BucketServer,
    client: Client,
    walled_article: Article,
    reader: str,
    status: int,
) -> None:
    narration = factories.narration(walled_article, size=len(SOUND))
    narration.storage.save(narration.file_name, ContentFile(SOUND))
    assert bucket.names() == [f"private/{narration.file_name}"]
    if reader:
        factories.let_in(client, request.getfixturevalue(reader))

    answer = client.get(f"/audio/{walled_article.pk}", headers={"Range": "bytes=1000-1999"})

    assert answer.status_code == status
    assert answer.headers["Cache-Control"].startswith("private")
    # Told of no other address.
    assert "Location" not in answer.headers
    if status == 206:
        assert answer.content == SOUND[1000:2000]
        assert client.get(f"/audio/{walled_article.pk}").content == SOUND
        narration.storage.delete(narration.file_name)
        assert client.get(f"/audio/{walled_article.pk}").status_code == 404


@pytest.mark.django_db
def test_a_bucket_that_is_gone_is_told(bucket: BucketServer, settings: Settings) -> None:
    def told() -> set[str | None]:
        return {one.id for one in run_checks(databases=["default"])} & {"newsroom.W018", "newsroom.E019"}

    assert told() == set()
    settings.ACCEL_LOCATION = "/_private/"
    assert told() == {"newsroom.E019"}
    settings.ACCEL_LOCATION = ""
    settings.STORAGES = settings.STORAGES | service_urls.storages(bucket.url.replace("/paper", "/other"), "/media/")
    assert told() == {"newsroom.W018"}
    nowhere = service_urls.storages("s3+http://k:s@127.0.0.1:1/paper", "/media/")
    settings.STORAGES = settings.STORAGES | nowhere
    assert told() == {"newsroom.W018"}
    with pytest.raises(Unreachable):
        default_storage.fetch("a.jpg")  # type: ignore[attr-defined]  # a bucket


@pytest.fixture
def site(demonstration: RunningSite, server: BucketServer) -> Iterator[RunningSite]:
    """The demonstration, served with its pictures in the bucket and none in its folder."""
    server.empty()
    for file in (demonstration.data / "media").rglob("*.*"):
        server.put(f"media/{file.relative_to(demonstration.data / 'media')}", file.read_bytes())
    server.put("private/audio/secret.mp3", SOUND)
    server.put("media/page.html", b"<script>alert(1)</script>")
    site = demonstration.beside(MEDIA_STORAGE_URL=server.url)
    site.serve("--workers", "1", "--no-worker")
    yield site
    site.kill()


def refused(site: RunningSite, path: str, **headers: str) -> int:
    with pytest.raises(HTTPError) as error:
        urlopen(Request(site.address + path, headers=headers), timeout=20)  # noqa: S310 - its address is http
    error.value.close()
    return int(error.value.code)


def test_pages_show_the_pictures_of_the_bucket_and_no_other_host(site: RunningSite, server: BucketServer) -> None:
    with site.open("/") as page:
        text, policy = page.read().decode(), page.headers["Content-Security-Policy"]
    # The pages know nothing of the bucket, nor does what a browser may fetch.
    assert str(server.client.meta.endpoint_url) not in text + policy
    assert "img-src 'self';" in policy
    found = PICTURE.search(text)
    assert found

    with site.open(found[0]) as answer:
        content, headers = answer.read(), answer.headers
    assert content == server.client.get_object(Bucket=BUCKET, Key=found[1])["Body"].read()
    assert headers["Content-Type"].startswith("image/")
    assert headers["Content-Length"] == str(len(content))
    assert headers["Cache-Control"] == "max-age=2592000, public"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"

    assert refused(site, found[0], **{"If-None-Match": headers["ETag"]}) == 304
    with site.open("/media/page.html") as answer:
        assert answer.headers["Content-Disposition"] == "attachment"
        assert answer.headers["Content-Type"] == "application/octet-stream"
    for path in ("/media/none.jpg", "/media/", "/media/%ff.jpg", *(f"{way}/private/audio/secret.mp3" for way in WAYS)):
        assert refused(site, path) in (404, 400), path
    assert refused(site, "/media/" + "a" * 2000) == 404
