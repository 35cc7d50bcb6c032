"""Passkeys, with the authenticator that Chromium plays: made, used alone in place of the password, and taken off."""

import copy

import pytest
from playwright.sync_api import expect

from newsroom import demo_accounts
from tests.browser import kinds
from tests.browser.conftest import Come
from tests.browser.walk import Desk, Visitor
from tests.running import RunningSite

pytestmark = pytest.mark.browser

# Nobody else signs in with it: until the passkey is off again, the password alone does not do.
READER = "octave.n@exemple.invalid"
PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_a_phone(visitor: Visitor, site: RunningSite) -> Visitor:
    """Give the visitor an authenticator, and the site by name: no passkey is made for a bare number."""
    visitor.site = copy.copy(site)
    visitor.site.address = f"http://localhost:{site.port}"
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
    return visitor


def add_a_passkey(visitor: Visitor, name: str) -> None:
    visitor.open("/accounts/2fa/webauthn/add/")
    visitor.page.fill("input[name=name]", name)
    visitor.page.click("[data-passkey=make] [data-passkey-button]")
    expect(visitor.page.locator(".messages")).to_be_visible()


def sign_in_with_it(visitor: Visitor, landed: str) -> None:
    visitor.page.click("[data-passkey=login] [data-passkey-button]")
    visitor.page.wait_for_url(f"**{landed}")


def test_a_reader_makes_one_signs_in_with_it_alone_and_takes_it_off(come: Come, site: RunningSite) -> None:
    reader = with_a_phone(come(), site)
    article = kinds.article(site)
    reader.open("/accounts/login/")
    reader.sign_in(READER)
    add_a_passkey(reader, "Mon téléphone")
    expect(reader.page.locator(".codes li")).to_have_count(10)
    reader.sign_out()

    reader.open(article)
    reader.panel("signed-out").get_by_role("link").click()
    sign_in_with_it(reader, f"{article}#comment-form")
    expect(reader.text).to_be_visible()

    reader.open("/accounts/2fa/")
    reader.page.get_by_role("link", name="Retirer Mon téléphone").click()
    reader.page.locator("main form button.button").click()
    expect(reader.page.locator("main a[href*='/keys/']")).to_have_count(0)


def test_the_desk_opens_with_a_passkey_alone(come: Come, site: RunningSite) -> None:
    editor = Desk.of(with_a_phone(come(), site))
    editor.come_by_the_door(demo_accounts.EDITOR.email)
    add_a_passkey(editor, "Clé du bureau")
    editor.page.context.clear_cookies()

    editor.open("/admin/")
    sign_in_with_it(editor, "/admin/")
    expect(editor.page.locator("#site-name")).to_be_visible()

    editor.open("/accounts/2fa/")
    editor.page.get_by_role("link", name="Retirer Clé du bureau").click()
    editor.page.locator("main form button.button").click()
    expect(editor.page.locator("main a[href*='/keys/']")).to_have_count(0)


def test_a_passkey_that_is_not_known_is_refused_in_words(come: Come, site: RunningSite) -> None:
    stranger = with_a_phone(come(), site)
    stranger.open("/accounts/login/")

    stranger.page.click("[data-passkey=login] [data-passkey-button]")

    expect(stranger.page.locator("[data-passkey=login] [role=status]")).to_contain_text("La clé d’accès n’a pas servi")
