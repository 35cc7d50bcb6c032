"""What the tests of the articles share."""

import io
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Contributor, Section
from newsroom.subscribers.models import User
from tests import factories
from tests.articles.items import Import, file
from tests.articles.listening import misbehaving, speak_with


@pytest.fixture
def bring_in(db: None, tmp_path: Path) -> Import:
    """Return what imports items (or paths of files) and returns the lines that were printed."""

    def run(*contents: object, refused: bool = False, **options: Any) -> list[str]:
        paths = [
            one if isinstance(one, Path) else file(tmp_path, one, f"{number}.json")
            for number, one in enumerate(contents, start=1)
        ]
        out = io.StringIO()
        with pytest.raises(CommandError, match="Nothing was written") if refused else nullcontext():
            call_command("import_articles", *paths, stdout=out, stderr=out, **options)
        return out.getvalue().replace(f"{tmp_path}/", "").splitlines()

    return run


@pytest.fixture
def renee(db: None) -> User:
    """A reporter: writes, and publishes nothing."""
    return factories.staff("Renée", "Reporter")


@pytest.fixture
def alice_signs(db: None) -> Contributor:
    """Who signs."""
    return Contributor.objects.create(name="Alice Martin", slug="alice-martin")


@pytest.fixture
def metered(politics: Section) -> list[Article]:
    """Metered articles, more than a month of the tests holds."""
    return [
        factories.article(politics, f"Au compteur {number}", body=factories.WALLED_BODY, access="metered")
        for number in range(6)
    ]


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, private: Path) -> Path:
    """Where the voice of the tests writes what it says."""
    path = tmp_path / "said"
    speak_with(monkeypatch, misbehaving(log=str(path)))
    return path
