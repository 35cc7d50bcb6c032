"""`demo` on somebody's site: never; and what its passwords are made of."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from articles.models import Article
from newsroom import demo_accounts
from newsroom.subscribers.models import User
from tests.newsroom.test_demo import counts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> None:
    """Keep password and pictures in the test's own folder."""
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"


def test_a_site_with_accounts_is_left_alone(alice: User) -> None:
    before = counts()

    with pytest.raises(CommandError, match="NEWSROOM_DATA"):
        call_command("demo")

    assert counts() == before


def test_a_site_with_articles_is_left_alone(free_article: Article) -> None:
    with pytest.raises(CommandError, match="NEWSROOM_DATA"):
        call_command("demo")

    assert not User.objects.exists()


def test_passphrases_are_long_and_differ() -> None:
    drawn = {demo_accounts.passphrase() for _ in range(100)}

    assert len(drawn) == 100
    assert all(len(one) >= 30 for one in drawn)
