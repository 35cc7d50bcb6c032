"""The wall without JavaScript: five metered articles open by a click, the sixth does not; a gift opens one more."""

import pytest
from playwright.sync_api import expect

from newsroom import demo_accounts
from newsroom.demo_edition import URIS
from tests.browser import kinds
from tests.browser.conftest import Come
from tests.browser.walk import Visitor, behind_the_wall
from tests.running import RunningSite

pytestmark = pytest.mark.browser

# Six articles of the demonstration, more than a month opens.
METERED = [
    f"{URIS}{name}"
    for name in (
        "nuit-blanche-au-col-de-la-sarve",
        "l-orgue-aux-mille-deux-cents-souffles",
        "l-etoile-rallume-son-ecran",
        "quatre-cents-pommes-sans-nom",
        "sous-le-lac-d-ormelle-neuf-mille-ans-de-climat",
        "aux-aulnets-le-conseil-se-tire-au-sort",
    )
]


def opens(visitor: Visitor, site: RunningSite, uri: str) -> None:
    """Open a metered article by its button and read it to the end; it is still there at its own address."""
    path = kinds.article(site, uri)
    sent = visitor.open(path)
    assert behind_the_wall(uri) not in " ".join(sent.split())
    visitor.page.locator(".wall-meter button").click()
    visitor.reads_to_the_end(uri)
    assert visitor.path == path


def test_five_articles_open_and_then_the_wall_stands(come: Come, site: RunningSite) -> None:
    reader = come(java_script_enabled=False)
    for left, uri in zip((4, 3, 2, 1, 0), METERED, strict=False):
        opens(reader, site, uri)
        expect(reader.page.locator(".granted")).to_contain_text(
            f"en ouvrir {left} " if left else "le dernier de ce mois"
        )

    sent = reader.open(kinds.article(site, METERED[-1]))

    expect(reader.page.locator(".wall")).to_contain_text("Vous avez ouvert les 5 articles")
    expect(reader.page.locator(".wall-meter")).to_have_count(0)
    assert behind_the_wall(METERED[-1]) not in " ".join(sent.split())
    reader.open(kinds.article(site, METERED[0]))
    reader.reads_to_the_end(METERED[0])


def test_what_was_opened_signed_out_is_open_after_signing_in(come: Come, site: RunningSite) -> None:
    reader = come(java_script_enabled=False)
    opens(reader, site, METERED[0])
    reader.open(f"/accounts/login/?next={kinds.article(site, METERED[0])}")
    reader.sign_in(demo_accounts.MEMBER.email)

    reader.reads_to_the_end(METERED[0])
    assert "meter" not in [cookie.get("name") for cookie in reader.page.context.cookies()]


def test_a_subscriber_offers_an_article_and_takes_it_back(come: Come, site: RunningSite) -> None:
    giver, friend = come(java_script_enabled=False), come(java_script_enabled=False)
    giver.open(f"/accounts/login/?next={kinds.article(site, kinds.WALLED)}")
    giver.sign_in(demo_accounts.SUBSCRIBER.email)
    giver.page.locator(".share form button").click()
    gift = giver.page.locator(".gift").filter(has=giver.page.locator(f"a[href='{kinds.article(site, kinds.WALLED)}']"))
    path = gift.locator("input[type=url]").input_value().removeprefix(site.address)

    friend.open(path)
    friend.reads_to_the_end(kinds.WALLED)
    expect(friend.page.locator(".granted")).to_contain_text("Un abonné vous offre cet article")

    giver.page.reload()
    expect(gift).to_contain_text("ouvert 1 fois")
    gift.locator("form button").click()
    expect(gift).to_have_attribute("data-state", "revoked")
    friend.page.reload()
    expect(friend.page.locator(".dead-gift")).to_contain_text("a repris ce lien")
