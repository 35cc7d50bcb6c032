"""What every reader's browser meets: nothing walled leaks, few requests, the keyboard suffices."""

import pytest
from playwright.sync_api import expect

from newsroom import demo_accounts
from tests.browser import kinds
from tests.browser.conftest import Come
from tests.browser.walk import behind_the_wall
from tests.running import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.once]

ENOUGH_TABS = 60


@pytest.mark.parametrize("account", [None, demo_accounts.MEMBER], ids=["signed out", "without a subscription"])
def test_nothing_of_what_is_walled_leaves_the_server(
    come: Come, site: RunningSite, account: demo_accounts.Person | None
) -> None:
    visitor = come()
    if account:
        visitor.open("/accounts/login/")
        visitor.sign_in(account.email)
    sent = visitor.open(kinds.article(site, kinds.WALLED))

    expect(visitor.page.locator(".wall")).to_be_visible()
    assert behind_the_wall(kinds.WALLED) not in " ".join(sent.split())


def test_a_subscriber_reads_what_is_walled(come: Come, site: RunningSite) -> None:
    visitor = come()
    visitor.open("/accounts/login/")
    visitor.sign_in(demo_accounts.SUBSCRIBER.email)
    visitor.open(kinds.article(site, kinds.WALLED))

    visitor.reads_to_the_end(kinds.WALLED)


def test_an_article_asks_for_six_things_at_most_besides_its_pictures(come: Come, site: RunningSite) -> None:
    visitor = come()
    visitor.open(kinds.article(site, kinds.DISCUSSED))
    visitor.page.wait_for_load_state("networkidle")

    asked = [one.url for one in visitor.guard.requests if one.resource_type != "image"]
    assert len(asked) <= 6, asked


def test_the_keyboard_skips_to_the_article(come: Come, site: RunningSite) -> None:
    visitor = come()
    visitor.open(kinds.article(site))

    visitor.page.keyboard.press("Tab")
    expect(visitor.page.locator(".skip-link")).to_be_focused()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("#main")).to_be_focused()


def test_the_keyboard_reaches_the_form_and_leaves_it(come: Come, site: RunningSite) -> None:
    visitor = come()
    visitor.open(f"/accounts/login/?next={kinds.article(site)}")
    visitor.sign_in(demo_accounts.SUBSCRIBER.email)
    expect(visitor.text).to_be_visible()

    for _ in range(ENOUGH_TABS):
        if visitor.text.evaluate("it => it === document.activeElement"):
            break
        visitor.page.keyboard.press("Tab")

    expect(visitor.text).to_be_focused()
    visitor.page.keyboard.type("Bien vu.")
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.locator("form.comment-form button")).to_be_focused()
