"""Sharing an article: by the device's own sheet where it has one, by a copy, by mail; without a script, by mail."""

import pytest
from playwright.sync_api import expect

from tests.browser import kinds
from tests.browser.conftest import Come
from tests.running import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.once]

SHARES = """
window.shared = [];
Object.assign(Navigator.prototype, {
  canShare: () => true,
  share(what) { window.shared.push(what); return Promise.reject(new DOMException("closed", "AbortError")); },
});
"""


def test_the_link_is_copied_and_said_so(come: Come, site: RunningSite) -> None:
    visitor = come()
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.open(kinds.article(site))

    visitor.page.click("[data-copy-link]")

    expect(visitor.page.locator(".share-done")).to_have_text("Lien copié")
    assert visitor.page.evaluate("navigator.clipboard.readText()").endswith(kinds.article(site))


def test_where_the_browser_refuses_to_copy_the_link_is_shown(come: Come, site: RunningSite) -> None:
    visitor = come()
    visitor.page.add_init_script("Clipboard.prototype.writeText = () => Promise.reject(new Error('no'))")
    visitor.open(kinds.article(site))

    visitor.page.click("[data-copy-link]")

    expect(visitor.page.locator(".share-done")).to_contain_text(kinds.article(site))


def test_a_device_that_shares_shares_the_article(come: Come, site: RunningSite) -> None:
    visitor = come()
    visitor.page.add_init_script(SHARES)
    visitor.open(kinds.article(site))

    visitor.page.click("[data-share]")

    (shared,) = visitor.page.evaluate("window.shared")
    assert shared["url"].endswith(kinds.article(site))
    assert shared["title"] == visitor.page.inner_text("h1.headline").replace("\u202f", " ").replace("\u00a0", " ")


def test_what_a_browser_cannot_do_is_not_offered(come: Come, site: RunningSite) -> None:
    visitor = come(java_script_enabled=False)
    visitor.open(kinds.article(site))

    expect(visitor.page.locator("[data-share]")).to_be_hidden()
    expect(visitor.page.locator("[data-copy-link]")).to_be_hidden()
    mail = visitor.page.locator(".share a[href^='mailto:']")
    expect(mail).to_be_visible()
    assert "%0A" not in (mail.get_attribute("href") or "")
