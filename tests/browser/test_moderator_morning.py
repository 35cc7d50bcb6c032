"""A moderator's morning, twice: with the keyboard alone, and without JavaScript."""

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
WHY = "Cela ne parle pas de l’article."
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


def test_a_morning_without_javascript(come: Come) -> None:
    desk = Desk.of(come(java_script_enabled=False))
    texts = ("Brume une", "Brume deux", "Brume trois", "Brume quatre")
    one, two, three, _four = plant(desk.site, kinds.WALLED, ACCOUNT, *texts, days=700)
    desk.sit_down(demo_accounts.MODERATOR.email)
    desk.page.locator(".desk-waiting [data-kind=pending] a").click()

    narrow(desk)
    row(desk, one).locator("button[name=publish]").click()
    expect(row(desk, one)).to_have_count(0)
    expect(row(desk, two)).to_be_visible()
    desk.page.click("[data-undo] button")
    see_it_wait(desk, one)
    keep_a_note(desk)
    refuse_in_the_words_of_the_rule(desk)

    desk.open(f"{QUEUE}?q=Brume")
    refuse_at_one_stroke(desk, two, three)
    expect(row(desk, two)).to_have_count(0)
    desk.page.click("[data-undo] button")
    expect(row(desk, two)).to_be_visible()
    expect(row(desk, three)).to_be_visible()


def test_the_last_decision_is_taken_back_with_a_key_from_an_empty_queue(come: Come) -> None:
    desk = Desk.of(come())
    [one] = plant(desk.site, kinds.WALLED, ACCOUNT, "Solitude une")
    desk.sit_down(demo_accounts.MODERATOR.email)

    desk.open(f"{QUEUE}?q=Solitude")
    expect(row(desk, one)).to_be_focused()
    press(desk, "p")
    expect(desk.page.locator(".desk-empty")).to_be_focused()
    press(desk, "?")
    expect(desk.page.locator("[data-keys-help] dl")).to_be_visible()
    press(desk, "?")
    press(desk, "u")
    be_ready(desk, one)


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


def narrow(desk: Desk) -> None:
    """Search for a word, then filter by age and member; a pseudonym of nobody leaves nothing."""
    page = desk.page
    page.fill(".desk-filters [name=q]", "Brume")
    page.click(".desk-filters-words button")
    expect(page.locator("tr[data-comment]")).to_have_count(4)
    page.click(".desk-filters summary")
    page.select_option(".desk-filters [name=age]", "older")
    page.click(".desk-filter-fields button")
    expect(page.locator("tr[data-comment]")).to_have_count(4)
    page.fill(".desk-filters [name=member]", "Personne de ce nom")
    page.click(".desk-filter-fields button")
    expect(page.locator(".desk-empty")).to_be_visible()
    page.fill(".desk-filters [name=member]", "")
    page.click(".desk-filter-fields button")


def keep_a_note(desk: Desk) -> None:
    desk.page.fill(".desk-aside textarea[name=words]", "Prévenu une fois par la rédaction.")
    desk.page.locator(".desk-aside form[action*='note'] button").click()
    expect(desk.page.locator(".desk-aside blockquote", has_text="Prévenu une fois")).to_be_visible()


def refuse_in_the_words_of_the_rule(desk: Desk) -> None:
    """Send a rule alone: its words come back to be made to fit, then they are sent."""
    desk.page.select_option("select[name=rule]", index=2)
    desk.page.click("button[name=verb][value=refuse]")
    expect(desk.page.locator(".desk-reasons .errorlist").first).to_be_visible()
    explanation = desk.page.locator("[name=explanation]")
    explanation.fill(f"{explanation.input_value()} {WHY}")
    desk.page.click("button[name=verb][value=refuse]")
    expect(desk.page.locator(".messagelist .success")).to_be_visible()


def refuse_at_one_stroke(desk: Desk, *comments: int) -> None:
    """Tick them, give the reasons once, read what it would do to each, and confirm."""
    page = desk.page
    for comment in comments:
        row(desk, comment).locator("input.action-select").check()
    page.click("button[formaction$='/bulk/']")
    page.check("input[name=stroke][value=take]")
    page.select_option("select[name=rule]", index=2)
    page.fill("[name=explanation]", WHY)
    page.locator("form.desk-confirmation button[type=submit]").click()
    expect(page.locator(".desk-facts li[data-comment]")).to_have_count(len(comments))
    expect(page.locator(".desk-confirmation")).to_contain_text(WHY)
    page.click("button[name=confirmed]")
    expect(page.locator(".messagelist .success")).to_be_visible()
