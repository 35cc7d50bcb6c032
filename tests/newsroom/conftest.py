"""What the tests of the ground floor share."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles import meter
from newsroom.lib import fulltext
from newsroom.subscribers.models import User
from tests.newsroom import planting
from tests.newsroom.addresses import Address, Filling, addresses, table
from tests.newsroom.crawling import GOOGLEBOT, Walker
from tests.newsroom.planting import Edition
from tests.words import INDEX


@pytest.fixture
def searched(db: None) -> Iterator[None]:
    """Contributors, found by the words of their name and biography."""
    fulltext.install(connection, [INDEX])
    yield
    fulltext.remove(connection, [INDEX])


@pytest.fixture
def edition(settings: Settings, private: Path, alice: User, basile: User, david: User) -> Edition:
    """The paper with its planted words; a month of its meter holds one article."""
    settings.METER = 1
    return planting.edition(alice, basile, david)


@pytest.fixture
def fillings(edition: Edition, basile: User, maud: User) -> dict[str, list[Filling]]:
    """What the parameters of the addresses are filled with."""
    return table(edition, basile, maud)


@pytest.fixture
def everywhere(edition: Edition, fillings: dict[str, list[Filling]]) -> list[Address]:
    """Every address of the site."""
    return addresses(edition, fillings)


@pytest.fixture
def walkers(edition: Edition, alice: User, chloe: User, david: User) -> Callable[[str], Walker]:
    """Return a reader of that name, with a browser of their own."""

    def walker(name: str) -> Walker:
        client = Client()
        if account := {"lapsed": david, "member": chloe, "subscriber": alice}.get(name):
            client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        if name == "metered out":
            client.cookies[meter.COOKIE] = meter.cookie([edition.opened.pk], timezone.now())
        headers = {"User-Agent": GOOGLEBOT} if name == "crawler" else {}
        return Walker(name, client, headers, edition.walled_ends if name == "subscriber" else set())

    return walker
