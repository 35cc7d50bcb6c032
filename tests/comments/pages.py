"""Read a page of a discussion as a reader does: what stands there, and where the next page is."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.http import HttpResponseBase
from django.test import Client

from articles.models import Article


class Discussion(HTMLParser):
    """The discussion on a page: its comments by id with their classes, and the address of the next page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.comments: dict[int, set[str]] = {}
        self.next_page = ""
        self.panel = ""
        self.has_form = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = set(given.get("class", "").split())
        if tag == "article" and "comment" in classes:
            self.comments[int(given["data-comment"])] = classes
        if given.get("rel") == "next":
            self.next_page = given["href"].partition("#")[0]
        if "discussion-panel" in classes:
            self.panel = given["data-reason"]
        self.has_form = self.has_form or "comment-form" in classes

    @property
    def shown(self) -> set[int]:
        """The comments whose words are on the page."""
        return {pk for pk, classes in self.comments.items() if "comment-tombstone" not in classes}

    @property
    def tombstones(self) -> set[int]:
        """The comments of which the place alone is on the page."""
        return set(self.comments) - self.shown


def text_of(answer: HttpResponseBase) -> str:
    """Return the page of an answer."""
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def announced(page: str) -> int:
    """Return the number of comments in the heading."""
    heading = re.search(r'id="comments-heading">[^<]*?\((\d+)\)', page)
    assert heading is not None
    return int(heading[1])


def walk(client: Client, address: str) -> tuple[set[int], set[int], list[str]]:
    """Return what is shown and what is a tombstone on the page and on all those after it, and the pages."""
    shown: set[int] = set()
    tombstones: set[int] = set()
    pages: list[str] = []
    while address:
        pages.append(text_of(client.get(address)))
        found = Discussion(pages[-1])
        shown |= found.shown
        tombstones |= found.tombstones
        assert not urlsplit(found.next_page).netloc
        address = found.next_page
    return shown, tombstones, pages


def own_page(article: Article) -> str:
    """Return the address of the discussion's own page."""
    return f"/discussions/{article.pk}/"


def part(page: str) -> str:
    """Return the discussion's part of a page."""
    return page[page.index('<section id="comments"') : page.index("</main>")]
