"""A subscriber listens with a real browser: plays, seeks, follows the text, comes back; nobody else hears anything."""

import json
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from newsroom import demo_accounts
from tests.browser import kinds
from tests.browser.conftest import Come
from tests.browser.walk import Visitor
from tests.running import RunningSite

pytestmark = pytest.mark.browser

SOUND = "document.querySelector('[data-sound]')"
MARKED = "[...(CSS.highlights.get('spoken') ?? [])].map(String).join('')"
HIDDEN = """() => {
    const box = document.querySelector("[data-box]").getBoundingClientRect();
    return document.activeElement.getBoundingClientRect().bottom > box.top + 1;
}"""


@pytest.fixture
def listener(come: Come, site: RunningSite) -> Visitor:
    """The demonstration's subscriber, before an article that is read aloud."""
    path = kinds.spoken(site)
    visitor = come()
    visitor.open(f"/accounts/login/?next={path}")
    visitor.sign_in(demo_accounts.SUBSCRIBER.email)
    return visitor


def sound(page: Page, what: str) -> float:
    return float(page.evaluate(f"{SOUND}.{what}"))


def until(page: Page, condition: str, seconds: float = 20.0) -> None:
    """Wait for what a script finds; the page's own policy lets no browser evaluate a text by itself."""
    deadline = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, condition
        page.wait_for_timeout(100)


def play(page: Page) -> None:
    """Press play by the keyboard, as somebody who sees no button does."""
    page.locator("[data-skip='10']").focus()
    page.keyboard.press("k")
    until(page, f"{SOUND}.currentTime > 0.2 && !{SOUND}.paused")


def heard(page: Page) -> Callable[[Response], bool]:
    return lambda answer: "/audio/" in answer.url and "cues" not in answer.url


def test_a_subscriber_plays_seeks_and_follows_the_text(listener: Visitor, site: RunningSite) -> None:
    page = listener.page
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer) if heard(page)(answer) else None)
    play(page)

    assert sound(page, "duration") > 60
    page.evaluate(f"{SOUND}.currentTime = {SOUND}.duration * 0.6")
    until(page, f"!{SOUND}.seeking && {SOUND}.currentTime > {SOUND}.duration * 0.6 + 0.2")
    assert {answer.status for answer in answers} == {206}
    assert all(answer.request.headers.get("range") for answer in answers)
    until(page, f"{MARKED}.length > 10")

    where = page.evaluate("scrollY")
    paragraph = page.locator(".article-body > p").first
    paragraph.click(position={"x": 20, "y": 10})
    until(page, f"{SOUND}.currentTime < {SOUND}.duration * 0.5 && !{SOUND}.paused")
    first = page.inner_text(".article-body > p").split()[:3]
    # What was marked before is, until the sound stands where it was put.
    until(page, f"{MARKED}.split(/\\s+/, 3).join(' ') === {json.dumps(' '.join(first))}")
    # The click brought the paragraph into sight; what is read moves nothing.
    assert abs(page.evaluate("scrollY") - where) < 800


def test_it_begins_again_where_it_stopped_and_as_fast(listener: Visitor, site: RunningSite) -> None:
    page = listener.page
    page.select_option("[data-speed]", "1.5")
    play(page)
    page.evaluate(f"{SOUND}.currentTime = 42")
    until(page, f"{SOUND}.currentTime > 42.1")
    page.evaluate(f"{SOUND}.pause()")

    page.reload()
    play(page)

    until(page, f"{SOUND}.currentTime > 42 && {SOUND}.currentTime < 60")
    assert sound(page, "playbackRate") == 1.5
    page.evaluate(f"{SOUND}.pause()")
    before = sound(page, "currentTime")
    page.locator("[data-skip='-10']").click()
    assert sound(page, "currentTime") < before - 5


def test_the_small_player_never_hides_what_has_the_focus(listener: Visitor) -> None:
    page = listener.page
    play(page)
    page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    expect(page.locator(".player.is-mini")).to_have_count(1)
    assert page.locator("[data-box]").bounding_box()

    page.locator(".share a, .share button").first.focus()
    for _step in range(25):
        page.keyboard.press("Tab")
        if not page.evaluate("document.activeElement.closest('[data-box]')"):
            assert not page.evaluate(HIDDEN), page.evaluate("document.activeElement.outerHTML")

    page.locator("[data-close]").click()
    expect(page.locator(".player.is-mini")).to_have_count(0)
    assert page.evaluate(f"{SOUND}.paused")


def test_without_a_script_the_browser_s_own_player_is_there(come: Come, site: RunningSite) -> None:
    path = kinds.spoken(site)
    visitor = come(java_script_enabled=False)
    visitor.open(f"/accounts/login/?next={path}")
    visitor.sign_in(demo_accounts.SUBSCRIBER.email)

    expect(visitor.page.locator("audio[controls]")).to_be_visible()
    expect(visitor.page.locator("[data-tools]")).to_be_hidden()


def test_nobody_else_hears_anything_not_even_by_a_copied_address(
    come: Come, listener: Visitor, site: RunningSite
) -> None:
    copied = listener.page.evaluate(f"{SOUND}.src").removeprefix(site.address)
    cues = f"{copied.partition('?')[0]}/cues"

    for email in ("", demo_accounts.MEMBER.email):
        other = come(wanted=(403,))
        path = kinds.spoken(site)
        other.open(f"/accounts/login/?next={path}" if email else path)
        if email:
            other.sign_in(email)
        sent = other.page.content()
        expect(other.page.locator(".narration")).to_contain_text("Lecture audio réservée aux abonnés")
        assert "<audio" not in sent
        assert "/audio/" not in sent
        for address in (copied, cues):
            assert other.page.request.get(site.address + address).status == 403
        assert not [one.url for one in other.guard.requests if "js/player" in one.url]
