"""robots.txt: read as a crawler reads it, for each purpose that the operator lets in or not."""

from urllib.robotparser import RobotFileParser

import pytest
from django.test import Client
from pytest_django import Settings

from newsroom.crawlers import PURPOSES

PAGES = ("/", "/politique/un-article-1", "/search/?q=x", "/account/")
DEFAULT = {"search", "archive", "answers"}
LET_IN = [DEFAULT, set(PURPOSES), set(), {"search"}, {"archive"}]


def rules(client: Client) -> RobotFileParser:
    """Return robots.txt as a crawler reads it."""
    answer = client.get("/robots.txt")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=1, must-revalidate"
    parser = RobotFileParser()
    parser.parse(answer.content.decode().splitlines())
    return parser


@pytest.mark.parametrize("let_in", LET_IN, ids=lambda names: "+".join(sorted(names)) or "none")
def test_each_crawler_is_let_in_or_not_by_its_purpose(client: Client, settings: Settings, let_in: set[str]) -> None:
    settings.ROBOTS = let_in
    read = rules(client)

    for purpose, names in PURPOSES.items():
        for name in names:
            may = {read.can_fetch(f"{name}/1.0", page) for page in PAGES}
            assert may == {purpose in let_in}, name
    for name in ("curl", "Mozilla/5.0", "a crawler of tomorrow"):
        assert all(read.can_fetch(name, page) for page in PAGES)


def test_by_default_models_are_not_trained_and_the_law_is_named(client: Client, settings: Settings) -> None:
    assert settings.ROBOTS == DEFAULT
    text = client.get("/robots.txt").content.decode()
    assert "2019/790" in text

    settings.ROBOTS = set(PURPOSES)
    assert "2019/790" not in client.get("/robots.txt").content.decode()


def test_no_page_is_refused_that_has_to_say_noindex_itself(client: Client, settings: Settings) -> None:
    settings.ROBOTS = set(PURPOSES)

    assert "Disallow" not in client.get("/robots.txt").content.decode()


def test_the_sitemaps_are_named_with_their_whole_address(client: Client, settings: Settings) -> None:
    settings.SITE_ADDRESS = "https://journal.example"

    assert rules(client).site_maps() == [
        "https://journal.example/sitemap.xml",
        "https://journal.example/sitemap-news.xml",
    ]


def test_no_crawler_has_two_purposes() -> None:
    names = [name.lower() for names in PURPOSES.values() for name in names]

    assert len(names) == len(set(names))
