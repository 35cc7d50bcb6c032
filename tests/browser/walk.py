"""Somebody at a browser: what a person does on the site, one step at a time, by what the page shows."""

import email
import email.policy
import json
import re
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

import newsroom
from newsroom.lib import markup
from tests.browser.guard import Guard
from tests.running import RunningSite, wait_until

EDITION = Path(newsroom.__file__).parent / "demo" / "edition.jsonl"


# By site and account: the cookies of whoever sat down there last.
SEATS: dict[tuple[str, str], list[Any]] = {}


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
        expect(self.page.locator("input[name=password]")).to_have_count(0)
        self.page.wait_for_load_state()

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

    @property
    def comments(self) -> int:
        """The number that the heading gives."""
        return int("".join(filter(str.isdigit, self.page.inner_text("#comments-heading"))))

    def send(self, text: str) -> None:
        """Write a comment and send it; who has not accepted the charter yet ticks that they do."""
        self.text.fill(text)
        accepted = self.page.locator("form.comment-form input[name=charter]")
        if accepted.count():
            accepted.check()
        self.page.locator("form.comment-form button").click()

    def comment(self, text: str) -> Locator:
        """The comment that says this: it begins with words of its own."""
        return self.page.locator(".comment > .comment-body").filter(has_text=text.partition("\n")[0])

    def sees(self, text: str) -> None:
        """See that the comment stands there, to its last word."""
        expect(self.comment(text)).to_be_visible()
        assert self.comment(text).inner_text().split() == text.split()


class Desk(Visitor):
    """Somebody of the staff, in the admin."""

    @classmethod
    def of(cls, visitor: Visitor) -> "Desk":
        """Give a visitor the desk to sit at."""
        return cls(visitor.page, visitor.site, visitor.guard)

    def sit_down(self, address: str) -> None:
        """Be at the desk: through its door for the first of an account, then with the cookies that one left with.

        A second factor's code serves once, and half a minute passes until there is another.
        """
        seat = (str(self.site.data), address)
        self.page.context.add_cookies(SEATS.get(seat, []))
        self.open("/admin/")
        if not self.page.locator("#site-name").count():
            self.come_by_the_door(address)
        SEATS[seat] = list(self.page.context.cookies())

    def come_by_the_door(self, address: str) -> None:
        """Sign in at the admin, whose door is the paper's own sign-in page."""
        self.open("/admin/")
        self.sign_in(address)
        self.page.fill("input[name=code]", self.site.one_time_code(address))
        self.page.locator("form:has(input[name=code]) button").click()
        expect(self.page.locator("#site-name")).to_be_visible()

    def links(self, place: str) -> list[str]:
        """Return the paths that the admin's links in a place of the page lead to, each once."""
        found = self.page.locator(place).locator("a[href^='/admin/']")
        return list(dict.fromkeys(str(link.get_attribute("href")) for link in found.all()))

    def govern(self, article: str, state: str) -> None:
        """Open or premoderate the discussion of an article."""
        self.open(f"/admin/comments/discussion/of/{article.rpartition('-')[2]}/")
        self.page.check(f"input[name=state][value={state}]")
        self.page.click("#content-main form button[type=submit]")
        expect(self.page.locator(f".desk-status[data-state={state}]")).to_be_visible()

    def examine(self, text: str) -> None:
        """Find a comment in the queue and open it."""
        self.open("/admin/comments/queuedcomment/")
        row = self.page.locator("tr[data-comment]").filter(has_text=text.partition("\n")[0])
        row.locator(".desk-buttons a").click()
        expect(self.page.locator(".desk-judged")).to_contain_text(text.partition("\n")[0])

    def refuse(self, *, rule: int, words: str) -> None:
        """Refuse the comment that is open, with a rule of the charter and words for its author."""
        self._state_reasons(rule, words)
        self.page.click("button[name=verb][value=refuse]")
        expect(self.page.locator(".messagelist .success")).to_be_visible()

    def ban(self, *, rule: int, words: str) -> None:
        """Ban the member whose comment is open, after reading what that does."""
        self.page.locator(".desk-aside a[href*='/sanction/member/']").click()
        self.page.check("input[name=level][value=ban]")
        self.page.check("input[name=gravity][value=grave]")
        self.page.fill("textarea[name=override_reason]", words)
        self._state_reasons(rule, words)
        self.page.click("#sanction button[type=submit]")
        expect(self.page.locator(".desk-confirmation")).to_contain_text(words)
        self.page.click("button[name=confirmed]")
        expect(self.page.locator(".messagelist .success")).to_be_visible()

    def _state_reasons(self, rule: int, words: str) -> None:
        option = self.page.locator("select[name=rule] option").filter(has_text=re.compile(rf"^{rule}\. "))
        self.page.select_option("select[name=rule]", option.get_attribute("value"))
        self.page.fill("textarea[name=explanation]", words)


def letters(site: RunningSite, address: str = "") -> list[EmailMessage]:
    """Return the e-mails that the site sent, which it writes down in its folder: those that name the address."""
    written = [
        email.message_from_bytes(raw.strip(b"\n"), policy=email.policy.default)
        for path in sorted((site.data / "mail").glob("*"))
        for raw in path.read_bytes().split(b"-" * 79)
        # Whoever waits for a letter looks twenty times a second: what is another's is not taken apart.
        if raw.strip() and address.encode() in raw
    ]
    # One that is being written has no whole part yet.
    return [one for one in written if one["To"] and one.get_body(("plain",))]


def letters_to(site: RunningSite, address: str) -> list[EmailMessage]:
    """Return the e-mails to an address, as they are read in plain words."""
    return [in_plain_words(one) for one in letters(site, address) if address in one["To"]]


def in_plain_words(letter: EmailMessage) -> EmailMessage:
    """Return the letter as it is read where no mail is shown as a page."""
    words = letter.get_body(("plain",))
    assert words is not None
    text = words.get_content()
    letter.clear_content()
    letter.set_content(text)
    return letter


def letter_to(site: RunningSite, address: str, words: str) -> EmailMessage:
    """Wait for the e-mail to an address that holds these words, and return it."""

    def found() -> list[EmailMessage]:
        return [letter for letter in letters_to(site, address) if words in letter.get_content()]

    wait_until(found)
    return found()[0]


def of_length(length: int, beginning: str) -> str:
    """Return a text of that many code points, with emoji of several of them, accents and line breaks."""
    line = "Très bien vu 👩🏽‍🚀, à l’œuvre ! 🎉 Ça\nse lit d’une traite. \U0001f1eb\U0001f1f7\n\n"
    text = f"{beginning}\n\n{line * (length // len(line) + 1)}"[: length - 1].rstrip()
    # Nothing at its end that the server would tidy.
    return text + "." * (length - len(text))


def behind_the_wall(uri: str) -> str:
    """Return words of an article of the demonstration that only subscribers may read: those it ends with."""
    items = map(json.loads, EDITION.read_text(encoding="utf-8").splitlines())
    body = next(item["bodies"][0]["value"] for item in items if item["uri"] == uri)
    return " ".join(markup.to_text(markup.clean_body(body)).split()[-8:])
