"""To buy, to cancel in three clicks without signing in, and to renounce: walked without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from newsroom import demo_accounts
from tests.browser.conftest import Come
from tests.browser.walk import Visitor, letter_to
from tests.running import RunningSite

pytestmark = pytest.mark.browser

MEMBER = demo_accounts.MEMBER.email
REFERENCE = re.compile(r"C-\w{4}-\w{4}")


class Clicks:
    """Counts what a visitor clicks on."""

    def __init__(self, visitor: Visitor) -> None:
        self.page = visitor.page
        self.number = 0

    def on(self, role: str, name: str) -> None:
        """Click on the one link or button of that name."""
        self.page.get_by_role(role, name=name, exact=True).click()  # type: ignore[arg-type]  # a role by its name
        self.number += 1


def buy(come: Come) -> Visitor:
    """Come signed out to the plans, and leave with a subscription; return who bought it."""
    reader = come(java_script_enabled=False)
    reader.open("/plans/")
    reader.page.locator(".plan-card a.button").first.click()
    reader.sign_in(MEMBER)
    reader.page.get_by_role("button", name="Commander avec obligation de paiement").click()
    expect(reader.page.locator("main")).to_contain_text("aucun argent ne circule")
    reader.page.get_by_role("button", name="Payer", exact=True).click()
    expect(reader.page.locator(".contract[data-state=renews]")).to_be_visible()
    return reader


def reference_of(site: RunningSite, words: str) -> str:
    """Return the reference that the letter with these words gives."""
    found = REFERENCE.search(letter_to(site, MEMBER, words).get_content())
    assert found
    return found[0]


def test_three_clicks_cancel_without_signing_in(come: Come, site: RunningSite) -> None:
    reader = buy(come)
    stranger = come(java_script_enabled=False)
    stranger.open("/")

    clicks = Clicks(stranger)
    clicks.on("link", "Résilier votre contrat")
    stranger.page.get_by_label("Votre nom").fill("Nino Bernard")
    stranger.page.get_by_label("Votre adresse de courriel").fill(MEMBER)
    clicks.on("button", "Continuer")
    expect(stranger.page.locator("main")).to_contain_text("Nino Bernard")
    clicks.on("button", "Notification de la résiliation")

    assert clicks.number == 3
    expect(stranger.page.get_by_role("heading", level=1)).to_have_text("Votre résiliation est arrivée")
    expect(stranger.page.locator("form[data-sign-out]")).to_have_count(0)
    letter = letter_to(site, MEMBER, "Nous avons reçu la résiliation de votre abonnement")
    assert re.search(r"\d\d:\d\d \(CES?T, UTC\+0\d:00\)", letter.get_content())
    reader.open("/account/subscription/")
    expect(reader.page.locator(".contract[data-state=cancelled]")).to_be_visible()
    change_their_mind_and_renounce(reader, site)


def change_their_mind_and_renounce(reader: Visitor, site: RunningSite) -> None:
    """Keep the subscription with one click, then renounce the contract: all goes back, and nothing is open."""
    reader.page.get_by_role("button", name="Garder mon abonnement").click()
    reader.open("/account/subscription/")
    expect(reader.page.locator(".contract[data-state=renews]")).to_be_visible()

    reader.page.locator(".contract-acts").get_by_role("link", name="Renoncer au contrat ici").click()
    reader.page.get_by_role("button", name="Continuer").click()
    reader.page.get_by_role("button", name="Confirmer la rétractation").click()

    expect(reader.page.locator(".contract[data-state=renounced]").first).to_be_visible()
    assert "9,90" in letter_to(site, MEMBER, "Je renonce au contrat").get_content()
    reader.open("/plans/")
    expect(reader.page.locator(".plan-card a.button").first).to_be_visible()
