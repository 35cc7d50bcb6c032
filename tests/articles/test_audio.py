"""The sound over HTTP: subscribers alone, asked each time, stretch by stretch; and what the page says of it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article, GiftLink, Narration
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.pages import queries, text_of

pytestmark = pytest.mark.once

type Browse = Callable[[User], Client]
SOUND = bytes(range(256)) * 40


@pytest.fixture
def spoken(walled_article: Article, private: Path) -> Narration:
    """A narration with its sound, which nobody decodes here."""
    cues = [{"part": "body", "first": 0, "last": 4, "start": 0.0, "end": 1.5, "key": "k", "bytes": 9000}]
    narration = factories.narration(walled_article, size=len(SOUND), cues=cues)
    narration.storage.save(narration.file_name, ContentFile(SOUND))
    return narration


@pytest.fixture
def free(free_article: Article, private: Path) -> Narration:
    """The same of a free article."""
    narration = factories.narration(free_article, size=len(SOUND))
    narration.storage.save(narration.file_name, ContentFile(SOUND))
    return narration


def where(narration: Narration, more: str = "") -> str:
    return f"/audio/{narration.article_id}{more}"


@pytest.mark.parametrize("kind", ["spoken", "free"])
@pytest.mark.parametrize("more", ["", "/cues"])
@pytest.mark.parametrize(
    ("reader", "status"),
    [("stranger", 403), ("chloe", 403), ("david", 403), ("alice", 200), ("edith", 200)],
)
def test_only_who_may_hear_the_paper_gets_sound_or_cues(
    db: None,
    request: pytest.FixtureRequest,
    client: Client,
    browse: Browse,
    reader: str,
    status: int,
    more: str,
    kind: str,
) -> None:
    narration = request.getfixturevalue(kind)
    if reader != "stranger":
        browse(request.getfixturevalue(reader))

    for method in (client.get, client.head):
        answer = method(where(narration, more))
        assert answer.status_code == status
    given = client.get(where(narration, more))
    assert "public" not in given.headers.get("Cache-Control", "")
    assert status == 403 or given.headers["Cache-Control"] == "private, no-store"
    assert (SOUND[:512] in given.content) == (status == 200 and not more)
    assert (b'"cues"' in given.content) == (status == 200 and bool(more))
    assert client.post(where(narration, more)).status_code == 405


def test_a_gift_is_read_and_not_heard(client: Client, spoken: Narration, alice: User) -> None:
    gift = GiftLink.objects.offer(spoken.article, by=alice)

    page = text_of(client, gift.get_absolute_url())
    assert factories.SECRET in page
    assert "<audio" not in page
    assert client.get(f"{where(spoken)}?gift={gift.token}").status_code == 403


def test_a_grace_still_hears_and_its_end_is_the_end(
    client: Client, browse: Browse, spoken: Narration, david: User, settings: Settings
) -> None:
    settings.GRACE_DAYS = 3
    browse(david)
    assert client.get(where(spoken)).status_code == 200
    david.subscriptions.update(ends_at=timezone.now() - timedelta(days=4))
    assert client.get(where(spoken)).status_code == 403


def test_the_staff_hear_as_the_reader_through_whose_eyes_they_look(
    client: Client, browse: Browse, spoken: Narration, edith: User
) -> None:
    browse(edith)

    assert client.get(f"{where(spoken)}?as=member").status_code == 403
    assert client.get(f"{where(spoken)}?as=subscriber").status_code == 200


def test_stretches_are_asked_for_as_a_browser_does(
    client: Client, browse: Browse, spoken: Narration, alice: User
) -> None:
    browse(alice)

    whole = client.get(where(spoken))
    part = client.get(where(spoken), headers={"Range": "bytes=100-199", "If-Range": whole.headers["ETag"]})
    beyond = client.get(where(spoken), headers={"Range": f"bytes={len(SOUND)}-"})

    assert (whole.headers["Content-Type"], whole.headers["Accept-Ranges"]) == ("audio/mpeg", "bytes")
    assert (part.status_code, part.content) == (206, SOUND[100:200])
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{len(SOUND)}")
    assert {one.headers["Cache-Control"] for one in (whole, part, beyond)} == {"private, no-store"}


def test_what_became_of_the_article_holds_at_the_next_stretch(
    client: Client, browse: Browse, spoken: Narration, alice: User
) -> None:
    browse(alice)
    address = f"{where(spoken)}?v={spoken.version}"
    assert client.get(address).status_code == 200

    spoken.article.withdraw(by=None)
    assert client.get(address).status_code == 404
    spoken.article.publish(by=None)
    Narration.objects.update(status="ready")
    assert client.get(address).status_code == 200
    Article.objects.update(published_at=timezone.now() + timedelta(days=1))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("status", ["pending", "claimed", "failed", "stale"])
def test_what_is_not_ready_is_never_played(
    client: Client, browse: Browse, spoken: Narration, alice: User, status: str
) -> None:
    browse(alice)
    Narration.objects.update(status=status)

    assert client.get(where(spoken)).status_code == 404
    assert client.get(where(spoken, "/cues")).status_code == 404
    page = text_of(client, spoken.article.get_absolute_url())
    assert "<audio" not in page
    assert ("Audio : en préparation" in page or "en préparation" in page) == (status != "stale")


def test_a_page_plays_no_other_sound_than_its_own(
    client: Client, browse: Browse, spoken: Narration, alice: User
) -> None:
    browse(alice)

    assert client.get(f"{where(spoken)}?v={spoken.version}").status_code == 200
    assert client.get(f"{where(spoken)}?v=ffffffffffffffff").status_code == 404


def test_a_sound_that_is_gone_from_the_disk_is_no_error(
    client: Client, browse: Browse, spoken: Narration, alice: User
) -> None:
    browse(alice)
    spoken.storage.delete(spoken.file_name)

    assert client.get(where(spoken)).status_code == 404


def test_the_web_server_in_front_hands_the_file_over(
    client: Client, browse: Browse, spoken: Narration, alice: User, settings: Settings
) -> None:
    settings.ACCEL_LOCATION = "/private/"
    assert client.get(where(spoken)).status_code == 403
    browse(alice)

    answer = client.get(where(spoken), headers={"Range": "bytes=0-1"})

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["X-Accel-Redirect"] == f"/private/audio/{spoken.puid}.mp3"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_no_file_of_a_narration_lies_among_the_media(spoken: Narration, settings: Settings) -> None:
    place = Path(spoken.storage.path(spoken.file_name))

    assert not place.is_relative_to(settings.MEDIA_ROOT)
    assert not place.is_relative_to(settings.STATIC_ROOT)


@pytest.mark.parametrize(
    ("reader", "player", "told"),
    [("stranger", False, True), ("chloe", False, True), ("david", False, True), ("alice", True, False)],
)
def test_the_page_shows_the_player_or_what_a_subscription_would_open(
    request: pytest.FixtureRequest,
    client: Client,
    browse: Browse,
    free: Narration,
    reader: str,
    player: bool,
    told: bool,
) -> None:
    if reader != "stranger":
        browse(request.getfixturevalue(reader))

    page = text_of(client, free.article.get_absolute_url())

    assert (f'src="/audio/{free.article_id}?v={free.version}"' in page) == player
    assert ("js/player" in page) == ("css/player" in page) == player
    assert ("Lecture audio réservée aux abonnés" in page) == told
    assert ("/audio/" in page) == player
    assert "2\u00a0min" in page or "2 min" in page


def test_the_player_goes_on_with_an_article_that_is_read_aloud(
    client: Client, browse: Browse, free: Narration, alice: User
) -> None:
    browse(alice)
    latest, older = (
        factories.article(free.article.section, headline, access=Article.Access.FREE) for headline in ("Muet", "Parlé")
    )
    Narration.objects.filter(article__in=(latest, older)).update(status="pending")
    assert "data-next" not in text_of(client, free.article.get_absolute_url())

    factories.narration(older)
    page = text_of(client, free.article.get_absolute_url())

    assert f'href="{older.get_absolute_url()}#narration" data-next' in page
    assert "Muet" in page


def test_an_article_without_a_narration_promises_none(client: Client, free_article: Article) -> None:
    assert "narration" not in text_of(client, free_article.get_absolute_url())


def test_the_sound_costs_the_page_one_query(client: Client, browse: Browse, free_article: Article, alice: User) -> None:
    browse(alice)
    address = free_article.get_absolute_url()
    without = queries(client, address)
    for number in range(3):
        factories.narration(free_article, status="ready" if number == 1 else "pending", cues=[{"part": "body"}] * 500)

    assert queries(client, address) == without


def test_a_stretch_costs_as_few_queries_as_it_can(
    client: Client, browse: Browse, spoken: Narration, alice: User
) -> None:
    browse(alice)

    assert queries(client, where(spoken)) <= 4
