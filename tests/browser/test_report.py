"""A stranger reports illegal content without JavaScript, from the article to the answer, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from newsroom import demo_accounts
from tests.browser import kinds
from tests.browser.conftest import Come
from tests.browser.walk import Desk, Visitor, letter_to, letters_to
from tests.running import RunningSite

pytestmark = pytest.mark.browser

EMAIL = "zoe@ailleurs.invalid"
WHY = "Il accuse mon voisin d’un vol qu’il n’a pas commis."


def test_a_stranger_reports_and_is_answered(come: Come, site: RunningSite) -> None:
    stranger = come(wanted=(422,), java_script_enabled=False)
    moderator = Desk.of(come())

    comment = choose_the_first_comment(stranger)
    be_told_what_is_missing(stranger)
    reference = send_it_whole(stranger)
    follow = receive(site, reference)
    stranger.open(follow)
    expect(stranger.page.locator(".report-reference")).to_have_text(reference)

    moderator.sit_down(demo_accounts.MODERATOR.email)
    see_who_reports_on_demand(moderator, reference)
    moderator.open(f"/admin/comments/comment/{comment}/change/")
    moderator.page.click("button[name=verb][value=keep]")
    expect(moderator.page.locator(".messagelist .success")).to_be_visible()

    assert letter_to(site, EMAIL, follow).get_content().count(reference) >= 1
    answer = letter_to(site, EMAIL, "Un modérateur a examiné le commentaire et n’y a rien trouvé").get_content()
    assert follow in answer
    assert len(letters_to(site, EMAIL)) == 2
    stranger.open(follow)
    expect(stranger.page.locator("main")).to_contain_text("Un modérateur a examiné le commentaire")


def choose_the_first_comment(stranger: Visitor) -> str:
    """Follow the link beside a comment, then the way that fits; return the comment."""
    stranger.open(kinds.article(stranger.site, kinds.DISCUSSED))
    link = stranger.page.locator(".comment-actions a[href$='/report/']").first
    found = re.search(r"/comments/(\d+)/", str(link.get_attribute("href")))
    assert found
    link.click()
    assert stranger.page.locator("main form[method=post]").count() == 0
    stranger.page.locator(".report-kinds a[href='?kind=illegal']").click()
    return found[1]


def be_told_what_is_missing(stranger: Visitor) -> None:
    """Send too little: each field is named, by a link that leads to it, and what was written is still there."""
    stranger.page.fill("textarea[name=words]", WHY)
    stranger.page.locator("main form button").click()
    expect(stranger.page.locator("textarea[name=words]")).to_have_value(WHY)
    links = stranger.page.locator(".report-errors a")
    expect(links).to_have_count(4)
    for link in links.all():
        assert stranger.page.locator(str(link.get_attribute("href"))).count() == 1


def send_it_whole(stranger: Visitor) -> str:
    """Fill in all, by the labels a reader sees; return the reference."""
    page = stranger.page
    page.get_by_label("Haine, discrimination, diffamation").check()
    page.get_by_label("Votre nom").fill("Zoé Martin")
    page.get_by_label("Votre adresse de courriel").fill(EMAIL)
    page.get_by_label("Je déclare de bonne foi").check()
    page.locator("main form button").click()
    expect(page.locator("h1")).to_have_text("Votre signalement est bien arrivé")
    return page.locator(".report-reference").inner_text()


def receive(site: RunningSite, reference: str) -> str:
    """Wait for the receipt; return the path of the page it leads to."""
    letter = letter_to(site, EMAIL, reference).get_content()
    found = re.search(re.escape(site.address) + r"(/reports/[\w.-]+/)", letter)
    assert found
    assert WHY not in letter
    return found[1]


def see_who_reports_on_demand(desk: Desk, reference: str) -> None:
    """Open the report from the list of what is illegal, and ask whose it is."""
    desk.open("/admin/comments/report/?kind__exact=illegal")
    desk.page.locator("#result_list tbody tr").filter(has_text=WHY).locator("th a").click()
    expect(desk.page.locator("h1", has_text=reference)).to_be_visible()
    expect(desk.page.locator("#sender")).not_to_contain_text("Zoé")
    desk.page.click("#sender button")
    expect(desk.page.locator("#sender")).to_contain_text("Zoé Martin")
    assert EMAIL not in desk.page.content()
