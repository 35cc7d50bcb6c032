"""A subscriber's own podcast: an address that is theirs, as long as their subscription runs."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from articles.models import Article, Narration, PodcastKey, Section
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.feeding import problems
from tests.articles.pages import queries, text_of

pytestmark = pytest.mark.once

type Browse = Callable[[User], Client]
PAGE = "/account/podcast/"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"


@pytest.fixture
def spoken(walled_article: Article, private: Path) -> Narration:
    """A walled article read aloud."""
    narration = factories.narration(walled_article, size=10)
    narration.storage.save(narration.file_name, ContentFile(b"0123456789"))
    return narration


def given(browse: Browse, reader: User) -> str:
    """Return the path of the feed that the page gives to a reader who asks."""
    client = browse(reader)
    assert client.post(PAGE, {"open": ""}).status_code == 302
    found = re.search(r'value="https?://[^/]+(/audio/feed/[\w-]{32})"', text_of(client, PAGE))
    assert found
    return found[1]


def test_an_application_with_the_address_hears_what_its_reader_may(
    browse: Browse, spoken: Narration, alice: User
) -> None:
    feed = given(browse, alice)
    application = Client()

    answer = application.get(feed)
    [item] = ElementTree.fromstring(answer.content).iter("item")  # noqa: S314 - ours
    enclosure = item.find("enclosure")

    assert answer.headers["Content-Type"].startswith("application/rss+xml")
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert item.findtext("title") == spoken.article.headline
    assert item.findtext(f"{ITUNES}duration") == "00:02:25"
    assert factories.SECRET not in answer.content.decode()
    assert enclosure is not None
    assert (enclosure.get("type"), enclosure.get("length")) == ("audio/mpeg", "10")
    sound = str(enclosure.get("url")).partition("/audio/")[2]
    part = application.get(f"/audio/{sound}", headers={"Range": "bytes=2-4"})
    assert (part.status_code, part.content) == (206, b"234")


def test_the_address_closes_with_the_subscription_the_account_and_the_key(
    browse: Browse, spoken: Narration, alice: User
) -> None:
    feed = given(browse, alice)
    sound = f"/audio/{spoken.article_id}?key={feed.rpartition('/')[2]}"
    application = Client()
    assert application.get(sound).status_code == 200

    alice.subscriptions.update(ends_at=timezone.now() - timedelta(days=1))
    assert [application.get(one).status_code for one in (feed, sound)] == [403, 403]
    alice.subscriptions.update(ends_at=None)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert [application.get(one).status_code for one in (feed, sound)] == [404, 403]
    User.objects.filter(pk=alice.pk).update(is_active=True)
    assert application.get(feed).status_code == 200
    PodcastKey.objects.take_back(alice)
    assert [application.get(one).status_code for one in (feed, sound)] == [404, 403]


def test_another_address_takes_the_place_of_the_first(browse: Browse, spoken: Narration, alice: User) -> None:
    first, second = given(browse, alice), given(browse, alice)

    assert first != second
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    browse(alice).post(PAGE, {"close": ""})
    assert Client().get(second).status_code == 404
    assert not PodcastKey.objects.exists()


@pytest.mark.parametrize("reader", ["chloe", "david"])
def test_who_has_no_subscription_gets_no_address(
    request: pytest.FixtureRequest, browse: Browse, db: None, reader: str
) -> None:
    client = browse(request.getfixturevalue(reader))

    assert "/audio/feed/" not in text_of(client, PAGE)
    assert client.post(PAGE, {"open": ""}).status_code == 403
    assert not PodcastKey.objects.exists()


@pytest.mark.parametrize("token", ["x", "A" * 32, "%00", "é" * 32, "A" * 400])
def test_a_token_that_is_nobodys_opens_nothing(client: Client, spoken: Narration, token: str) -> None:
    assert client.get(f"/audio/feed/{token}").status_code == 404
    assert client.get(f"/audio/{spoken.article_id}?key={token}").status_code == 403


def test_a_wrong_key_is_no_way_round_one_s_own_session_nor_the_reverse(
    browse: Browse, spoken: Narration, alice: User, chloe: User
) -> None:
    client = browse(alice)
    assert client.get(f"/audio/{spoken.article_id}?key=forged").status_code == 403
    assert client.get(f"/audio/{spoken.article_id}?key=").status_code == 200


def test_the_feed_holds_what_is_public_and_ready_the_latest_first_at_a_constant_cost(
    client: Client, politics: Section, alice: User, private: Path
) -> None:
    key = PodcastKey.objects.give(alice)
    address = f"/audio/feed/{key.token}"
    for number in range(3):
        factories.narration(factories.article(politics, f"Prêt {number}"))
    few = queries(client, address)
    factories.narration(factories.article(politics, "En cours"), status="pending")
    factories.narration(factories.article(politics, "Brouillon", published=False))
    gone = factories.article(politics, "Retiré")
    factories.narration(gone)
    gone.withdraw(by=None)
    for number in range(3, 6):
        factories.narration(factories.article(politics, f"Prêt {number}"))

    feed = text_of(client, address)

    assert re.findall(r"<title>(Prêt \d|En cours|Brouillon|Retiré)</title>", feed) == [
        f"Prêt {number}" for number in (5, 4, 3, 2, 1, 0)
    ]
    assert queries(client, address) == few


@pytest.mark.parametrize("standfirst", ["", "Onze ans <b>après</b> & plus."])
def test_the_feed_keeps_to_what_podcast_applications_read(
    client: Client, politics: Section, alice: User, private: Path, standfirst: str
) -> None:
    key = PodcastKey.objects.give(alice)
    factories.narration(factories.article(politics, "Prêt & <lu>", standfirst=standfirst), size=10)

    content = client.get(f"/audio/feed/{key.token}").content

    assert problems(content, "podcast.rng") == []
    for said, broken in ((b">Yes<", b"><"), (b"<pubDate>", b"<pubDate>le "), (b"audio/mpeg", b"audio/x")):
        assert said in content
        assert problems(content.replace(said, broken), "podcast.rng") != []
