"""Somebody at a browser: what a person does on the site, one step at a time, by what the page shows."""

import email
import email.policy
import json
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

import newsroom
from newsroom.lib import markup
from tests.browser.guard import Guard
from tests.running import RunningSite, wait_until

EDITION = Path(newsroom.__file__).parent / "demo" / "edition.jsonl"


class Visitor:
    """One person with a browser of their own."""

    def __init__(self, page: Page, site: RunningSite, guard: Guard) -> None:
        self.page = page
        self.site = site
        self.guard = guard

    def open(self, path: str) -> str:
        """Go to a page of the site; return what the server sent, before any script."""
        answer = self.page.goto(self.site.address + path)
        assert answer
        return answer.text()

    @property
    def path(self) -> str:
        """The path of the page that is open."""
        return self.page.url.removeprefix(self.site.address).partition("#")[0]

    # Signing in and out

    def sign_in(self, address: str) -> None:
        """Fill in the sign-in page that is open, with the demonstration's password."""
        self.page.fill("input[name=login]", address)
        self.page.fill("input[name=password]", self.site.password)
        self.page.locator("form:has(input[name=password]) button").click()

    def sign_in_from_the_panel(self, address: str) -> None:
        """Follow the link of the panel that stands in place of the form, and come back to the form."""
        path = self.path
        self.panel("signed-out").get_by_role("link").click()
        self.sign_in(address)
        expect(self.text).to_be_in_viewport()
        assert self.page.url == f"{self.site.address}{path}#comment-form"

    def sign_out(self) -> None:
        self.page.locator("form[data-sign-out] button").click()
        expect(self.page.locator("form[data-sign-out]")).to_have_count(0)

    def reads_to_the_end(self, uri: str) -> None:
        """See that the article that is open is whole."""
        expect(self.page.locator(".wall")).to_have_count(0)
        assert behind_the_wall(uri) in " ".join(self.page.inner_text(".article-body").split())

    # The discussion

    def panel(self, reason: str) -> Locator:
        """The panel that says why there is no form."""
        return self.page.locator(f".discussion-panel[data-reason={reason}]")

    @property
    def text(self) -> Locator:
        """Where a comment is written."""
        return self.page.locator("form.comment-form textarea[name=body]")

    @property
    def counter(self) -> Locator:
        return self.page.locator("form.comment-form .counter")

    def write(self, text: str) -> None:
        """Type into the form."""
        self.text.fill(text)

    def send(self) -> None:
        """Send the form."""
        self.page.locator("form.comment-form button").click()

    def comment(self, text: str) -> Locator:
        """The comment that says this, its replies apart."""
        bodies = self.page.locator(".comment > .comment-body")
        return bodies.filter(has_text=" ".join(text.split()[:6]))


def letters_to(site: RunningSite, address: str) -> list[EmailMessage]:
    """Return the e-mails that the site sent to an address, which it writes down in its folder."""
    written = [
        email.message_from_bytes(raw.strip(b"\n"), policy=email.policy.default)
        for path in sorted((site.data / "mail").glob("*"))
        for raw in path.read_bytes().split(b"-" * 79)
        if raw.strip()
    ]
    return [letter for letter in written if address in letter["To"]]


def letter_to(site: RunningSite, address: str, words: str) -> EmailMessage:
    """Wait for the e-mail to an address that holds these words, and return it."""

    def found() -> list[EmailMessage]:
        return [letter for letter in letters_to(site, address) if words in letter.get_content()]

    wait_until(found)
    return found()[0]


def of_length(length: int) -> str:
    """Return a text of that many code points, with emoji of several of them, accents and line breaks."""
    line = "Très bien vu 👩🏽‍🚀, à l’œuvre ! 🎉 Ça\nse lit d’une traite. \U0001f1eb\U0001f1f7\n\n"
    text = (line * (length // len(line) + 1))[:length]
    # Neither blank nor broken at its end, where the server would tidy it.
    return text[:-1].rstrip() + "." * (length - len(text[:-1].rstrip()))


def behind_the_wall(uri: str) -> str:
    """Return words of an article of the demonstration that only subscribers may read: those it ends with."""
    items = map(json.loads, EDITION.read_text(encoding="utf-8").splitlines())
    body = next(item["bodies"][0]["value"] for item in items if item["uri"] == uri)
    return " ".join(markup.to_text(markup.clean_body(body)).split()[-8:])
