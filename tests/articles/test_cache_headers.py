"""Who may keep an article page: two variants, of which a cache between the site and its readers may hold one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles import meter
from articles.models import Article, GiftLink, Section
from newsroom.lib import pagecache
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.metering import click
from tests.factories import SECRET

pytestmark = pytest.mark.once

type Page = Any
type Browse = Callable[[User], Client]

SHARED = {"public", "max-age=0", f"s-maxage={pagecache.SHARED_SECONDS}", "must-revalidate"}
OWN = {"private", "no-store"}
READERS = ("stranger", "metered", "metered out", "gift", "chloe", "david", "alice", "edith")
# What is shared, by access; all else is somebody's own.
SHARED_WITH = {
    "free": {"stranger", "metered", "metered out"},
    "subscribers": {"stranger", "metered", "metered out"},
    "metered": {"stranger"},
}


@pytest.fixture(params=["free", "metered", "subscribers"])
def access(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def article(politics: Section, access: str) -> Article:
    return factories.article(politics, "Gardé", body=factories.WALLED_BODY, access=access)


def page_for(reader: str, article: Article, request: pytest.FixtureRequest, browse: Browse) -> Page:
    """Return the article's page, as that reader gets it."""
    client, now = Client(), timezone.now()
    if reader == "metered":
        client.cookies[meter.COOKIE] = meter.cookie([article.pk], now)
    if reader == "metered out":
        client.cookies[meter.COOKIE] = meter.cookie(range(10**6, 10**6 + 5), now)
    if reader == "gift":
        gift = GiftLink.objects.create(
            giver=request.getfixturevalue("alice"), article=article, created_at=now, expires_at=now + timedelta(days=7)
        )
        return client.get(gift.get_absolute_url())
    if reader in {"chloe", "david", "alice", "edith"}:
        client = browse(request.getfixturevalue(reader))
    return client.get(article.get_absolute_url())


@pytest.mark.parametrize("reader", READERS)
def test_who_may_keep_the_page(
    request: pytest.FixtureRequest, browse: Browse, access: str, article: Article, reader: str
) -> None:
    answer = page_for(reader, article, request, browse)

    kept = set(answer.headers["Cache-Control"].split(", "))
    assert kept == (SHARED if reader in SHARED_WITH[access] else OWN)
    assert "Cookie" in answer.headers["Vary"]
    if kept == SHARED:
        assert not answer.cookies
        assert (SECRET in answer.content.decode()) == (access == "free")
        assert b"csrfmiddlewaretoken" not in answer.content
    if SECRET in answer.content.decode() and access != "free":
        assert kept == OWN


def test_what_is_shared_is_the_same_for_everyone_signed_out(
    request: pytest.FixtureRequest, browse: Browse, access: str, article: Article
) -> None:
    shared = {page_for(reader, article, request, browse).content for reader in SHARED_WITH[access]}
    agents = ("Googlebot/2.1", "GPTBot/1.2", "curl/8", "")
    shared |= {Client().get(article.get_absolute_url(), headers={"User-Agent": name}).content for name in agents}

    assert len(shared) == 1


def test_a_question_in_the_address_changes_nothing(article: Article) -> None:
    plain = Client().get(article.get_absolute_url())

    for asked in ("utm_source=x", "as=subscriber", "access=free", "meter=5", "amp=1", "print=1", "format=json"):
        answer = Client().get(f"{article.get_absolute_url()}?{asked}")
        assert answer.content == plain.content
        assert answer.headers["Cache-Control"] == plain.headers["Cache-Control"]


# A cache in front of the site that does what the headers say


@dataclass
class Proxy:
    """A shared cache: keeps what is public, by address and by the header that Vary names."""

    kept: dict[tuple[str, str], Page] = field(default_factory=dict)

    def get(self, client: Client, address: str) -> Page:
        """Return what it keeps for the reader's cookies, or ask the site and keep what may be kept."""
        key = (address, client.cookies.output(attrs=[], header="", sep=";"))
        if key not in self.kept:
            answer = client.get(address)
            if "public" not in answer.headers["Cache-Control"]:
                return answer
            assert "Cookie" in answer.headers["Vary"]
            assert not answer.cookies
            self.kept[key] = answer
        return self.kept[key]


def test_a_meter_counts_behind_a_cache_that_keeps_the_wall(
    settings: Settings, browse: Browse, politics: Section, alice: User
) -> None:
    settings.METER = 1
    first, second = (
        factories.article(politics, title, body=factories.WALLED_BODY, access="metered") for title in ("Un", "Deux")
    )
    proxy, reader, stranger = Proxy(), Client(), Client()
    wall = proxy.get(reader, first.get_absolute_url())
    assert SECRET not in wall.content.decode()

    assert click(reader, first) == 303
    assert SECRET in proxy.get(reader, first.get_absolute_url()).content.decode()
    assert click(reader, second) == 303
    assert SECRET not in proxy.get(reader, second.get_absolute_url()).content.decode()
    assert SECRET in proxy.get(browse(alice), first.get_absolute_url()).content.decode()

    assert proxy.get(stranger, first.get_absolute_url()) is wall
    assert all(SECRET not in answer.content.decode() for answer in proxy.kept.values())
