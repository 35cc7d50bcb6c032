"""What the tests of the ground floor share."""

from collections.abc import Callable, Hashable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from articles import meter
from newsroom.lib import fulltext, remembering
from newsroom.lib.remembering import Album
from newsroom.subscribers.models import User
from tests import factories
from tests.newsroom import planting
from tests.newsroom.addresses import Address, Filling, addresses, table
from tests.newsroom.crawling import GOOGLEBOT, READERS, Walker
from tests.newsroom.planting import Edition
from tests.running import RunningSite
from tests.words import INDEX


@pytest.fixture
def searched(db: None) -> Iterator[None]:
    """Contributors, found by the words of their name and biography."""
    fulltext.install(connection, [INDEX])
    yield
    fulltext.remove(connection, [INDEX])


@pytest.fixture(scope="module")
def served(demonstration: RunningSite) -> Iterator[RunningSite]:
    """The site with one web worker and one task worker, and the probe’s pages; for the tests that leave it running."""
    site = demonstration.beside(DJANGO_SETTINGS_MODULE="tests.probe.settings")
    site.serve("--workers", "1")
    yield site
    site.kill()


@pytest.fixture(scope="module")
def edition(stage: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edition]:
    """The paper with its planted words, once for all tests of a file; a month of its meter holds one article."""
    private: Any = settings.STORAGES["private"]
    options = private["OPTIONS"] | {"location": tmp_path_factory.mktemp("private")}
    with override_settings(METER=1, STORAGES=settings.STORAGES | {"private": private | {"OPTIONS": options}}):
        yield planting.edition()


@pytest.fixture(scope="module")
def fillings(edition: Edition) -> dict[str, list[Filling]]:
    """What the parameters of the addresses are filled with."""
    return table(edition, factories.staff("Mathilde", "Moderator"))


@pytest.fixture(scope="module")
def everywhere(edition: Edition, fillings: dict[str, list[Filling]]) -> list[Address]:
    """Every address of the site."""
    return addresses(edition, fillings)


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pages be made of what was remembered for other readers, as they are where no transaction is open."""
    albums: dict[Hashable, Album] = {}

    def album(key: Hashable, *_things: int) -> Album:
        """Return the one that has the key: nothing is written between two looks."""
        return albums.setdefault(key, Album(key, None, {}, 0))

    monkeypatch.setattr(remembering, "album", album)


@pytest.fixture
def walkers(edition: Edition, chloe: User, shared: None) -> Callable[[str], Walker]:
    """Return a reader of that name, with a browser of their own."""

    def walker(name: str) -> Walker:
        client = Client()
        if account := {"lapsed": edition.lapsed, "member": chloe, "subscriber": edition.subscriber}.get(name):
            client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        if name == "metered out":
            client.cookies[meter.COOKIE] = meter.cookie([edition.opened.pk], timezone.now())
        headers = {"User-Agent": GOOGLEBOT} if name == "crawler" else {}
        may_see = edition.walled_ends if name == "subscriber" else set()
        return Walker(name, client, headers, may_see, turn=READERS.index(name))

    return walker
