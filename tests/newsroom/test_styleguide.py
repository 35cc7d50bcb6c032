"""The style guide: for the staff, with every token and component."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

import newsroom
from articles.models import Article
from newsroom.styleguide import tokens
from newsroom.stylesheets import TOKENS
from newsroom.subscribers.models import User

type Browse = Callable[[User], Client]
OWN_SHEET = Path(newsroom.__file__).parent / "static" / "css" / "styleguide.css"

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.mark.parametrize(("reader", "status"), [("stranger", 404), ("alice", 404), ("edith", 200), ("maud", 200)])
def test_only_the_staff_knows_of_it(
    request: pytest.FixtureRequest, client: Client, browse: Browse, reader: str, status: int
) -> None:
    who = client if reader == "stranger" else browse(request.getfixturevalue(reader))

    assert who.get("/styleguide/").status_code == status


def test_every_token_of_the_sheet_is_shown_as_what_it_is(edith: User, browse: Browse) -> None:
    page = browse(edith).get("/styleguide/").content.decode()
    names = re.findall(r"(?m)^ {2}--([\w-]+):", TOKENS.read_text(encoding="utf-8").partition("@media")[0])
    dressed = set(re.findall(r"\.token-([\w-]+) \{", OWN_SHEET.read_text(encoding="utf-8")))

    assert names
    assert all(f"<code>--{name}</code>" in page for name in names)
    assert dressed == set(names)


def test_tokens_stand_by_what_they_are() -> None:
    kinds = tokens(TOKENS.read_text(encoding="utf-8"))

    assert list(kinds) == ["colour", "face", "rule", "measure"]
    assert ("accent", "#b3122d") in kinds["colour"]
    assert {name for name, _value in kinds["face"]} == {"serif", "sans"}


def test_the_components_are_the_pages_own(free_article: Article, edith: User, browse: Browse) -> None:
    page = browse(edith).get("/styleguide/").content.decode()

    for sign in ('class="button"', 'class="card"', 'class="wall"', 'class="pager"', 'class="errorlist"', "share-way"):
        assert sign in page
    assert free_article.headline in page


def test_it_stands_without_any_article(edith: User, browse: Browse) -> None:
    assert browse(edith).get("/styleguide/").status_code == 200
