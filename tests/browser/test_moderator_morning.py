"""A moderator's morning with the keyboard alone."""

import pytest
from playwright.sync_api import Locator, expect

from newsroom import demo_accounts
from tests.browser import kinds
from tests.browser.conftest import Come
from tests.browser.waiting import plant
from tests.browser.walk import Desk

pytestmark = pytest.mark.browser

QUEUE = "/admin/comments/queuedcomment/"
ACCOUNT = "pkm42@exemple.invalid"
# Every key of the desk is in it.
TYPED = " Jusque-là, prose à corriger : oui, six kilos ?"
TAB_STOPS = 80


def test_a_morning_with_the_keyboard_alone(come: Come) -> None:
    desk = Desk.of(come())
    one, two, three = plant(desk.site, kinds.WALLED, ACCOUNT, "Aube une", "Aube deux", "Aube trois", days=800)
    desk.sit_down(demo_accounts.MODERATOR.email)

    go_to(desk, desk.page.locator(".desk-waiting [data-kind=pending] a"))
    expect(row(desk, one)).to_be_focused()
    ask_for_the_keys(desk, one)
    tick_and_walk(desk, one, two)
    press(desk, "p")
    expect(row(desk, two)).to_be_focused()
    press(desk, "u")
    be_ready(desk, one)
    press(desk, "s")
    be_ready(desk, two)

    go_to(desk, desk.page.locator(f".breadcrumbs a[href='{QUEUE}']"), by="Shift+Tab")
    expect(row(desk, one)).to_be_focused()
    press(desk, "j")
    press(desk, "o")
    be_ready(desk, two)
    refuse_with_reasons(desk)
    be_ready(desk, three)
    press(desk, "u")
    be_ready(desk, two)


def row(desk: Desk, comment: int) -> Locator:
    """Return the comment's row in the list."""
    return desk.page.locator(f"tr[data-comment='{comment}']")


def press(desk: Desk, key: str) -> None:
    desk.page.keyboard.press(key)


def reach(desk: Desk, target: Locator, *, by: str = "Tab") -> None:
    """Press Tab until the focus is there."""
    target.wait_for()
    for _stop in range(TAB_STOPS):
        if target.evaluate("it => it === document.activeElement"):
            return
        press(desk, by)
    raise AssertionError(f"no Tab leads to {target}")


def go_to(desk: Desk, link: Locator, *, by: str = "Tab") -> None:
    reach(desk, link, by=by)
    press(desk, "Enter")


def see_it_wait(desk: Desk, comment: int) -> None:
    """See the page where a comment that waits is examined."""
    judged = desk.page.locator(f".desk-judged[data-comment='{comment}']")
    expect(judged.locator(".desk-status[data-status=pending]").first).to_be_visible()


def be_ready(desk: Desk, comment: int) -> None:
    """See it wait, with the focus on it: the keys are ready."""
    see_it_wait(desk, comment)
    expect(desk.page.locator(f".desk-judged[data-comment='{comment}']")).to_be_focused()


def ask_for_the_keys(desk: Desk, comment: int) -> None:
    """See the keys and put them away again: the focus comes back to the comment."""
    press(desk, "?")
    expect(desk.page.locator("[data-keys-help] dl")).to_be_visible()
    press(desk, "?")
    expect(desk.page.locator("[data-keys-help] dl")).to_be_hidden()
    expect(row(desk, comment)).to_be_focused()


def tick_and_walk(desk: Desk, one: int, two: int) -> None:
    """Tick a comment and untick it; go down and up."""
    box = row(desk, one).locator("input.action-select")
    press(desk, "x")
    expect(box).to_be_checked()
    press(desk, "x")
    expect(box).not_to_be_checked()
    press(desk, "j")
    expect(row(desk, two)).to_be_focused()
    press(desk, "k")
    expect(row(desk, one)).to_be_focused()


def refuse_with_reasons(desk: Desk) -> None:
    """Go to the reasons, choose a rule with the arrows, and add to its words: there the keys are letters."""
    press(desk, "r")
    expect(desk.page.locator("[name=ground]:checked")).to_be_focused()
    press(desk, "Tab")
    expect(desk.page.locator("[name=rule]")).to_be_focused()
    press(desk, "ArrowDown")
    press(desk, "ArrowDown")
    press(desk, "Tab")
    explanation = desk.page.locator("[name=explanation]")
    expect(explanation).to_be_focused()
    filled = explanation.input_value()
    assert filled
    press(desk, "Control+End")
    desk.page.keyboard.type(TYPED)
    expect(explanation).to_have_value(filled + TYPED)
    go_to(desk, desk.page.locator("button[name=verb][value=refuse]"))
