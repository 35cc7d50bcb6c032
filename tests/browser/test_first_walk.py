"""The walk that the paper opens with: read, sign in, comment, be refused and told why, be banned, and read on."""

import pytest
from playwright.sync_api import expect

from newsroom import demo_accounts
from newsroom.demo_edition import STARTED_FROM
from tests.browser import kinds
from tests.browser.conftest import Come
from tests.browser.walk import Desk, Visitor, letter_to, of_length
from tests.running import RunningSite

pytestmark = pytest.mark.browser

WHY_REFUSED = "Vous vous en prenez à une personne, et non à ce qu’elle dit."
WHY_BANNED = "Trois fois la même attaque, après deux avertissements."


@pytest.mark.parametrize(
    ("scripts", "account"),
    # Who was banned cannot walk again.
    [
        pytest.param(True, "zephyrine@exemple.invalid", id="with scripts"),
        pytest.param(False, "colporteur@exemple.invalid", id="without scripts"),
    ],
)
def test_the_first_walk(come: Come, site: RunningSite, scripts: bool, account: str) -> None:
    article = kinds.article(site)
    reader = come(wanted=(422,), java_script_enabled=scripts)
    moderator, chief = (Desk.of(come(java_script_enabled=scripts)) for _ in range(2))
    first, second = (of_length(2000, f"Avis {word}, de {account}") for word in ("premier", "second"))

    read_signed_out(reader, article)
    reader.sign_in_from_the_panel(account)
    publish_the_longest_comment(reader, first, scripts=scripts)
    be_refused_one_sign_more(reader, first, scripts=scripts)

    moderator.come_by_the_door(demo_accounts.MODERATOR.email)
    moderator.govern(article, "premoderated")
    wait_for_a_moderator(reader, come(), article, second)
    moderator.examine(second)
    moderator.refuse(rule=2, words=WHY_REFUSED)
    moderator.govern(article, "open")
    read_why(reader, account, WHY_REFUSED)

    chief.come_by_the_door(demo_accounts.CHIEF_MODERATOR.email)
    find_in_the_archive(chief, second)
    chief.ban(rule=2, words=WHY_BANNED)
    be_told_under_every_article(reader, account)
    reader.open(kinds.article(site, kinds.WALLED))
    reader.reads_to_the_end(kinds.WALLED)
    reader.sign_out()
    reader.open(article)
    expect(reader.panel("signed-out")).to_be_visible()


def read_signed_out(reader: Visitor, article: str) -> None:
    """Read a free article, and find the panel where the form will be."""
    reader.open(article)
    reader.reads_to_the_end(STARTED_FROM)
    assert reader.comments >= 3
    expect(reader.panel("signed-out")).to_be_visible()
    expect(reader.text).to_have_count(0)


def publish_the_longest_comment(reader: Visitor, text: str, *, scripts: bool) -> None:
    """See the counter agree, send, and find the comment under the article."""
    before = reader.comments
    reader.text.fill(text)
    if scripts:
        expect(reader.counter).to_have_text("2000 / 2000")
    reader.send(text)
    expect(reader.page.locator("[data-received]")).to_be_visible()
    reader.sees(text)
    assert reader.comments == before + 1


def be_refused_one_sign_more(reader: Visitor, text: str, *, scripts: bool) -> None:
    """Be refused, be told by how much, and keep the text."""
    before, longer = reader.comments, f"{text}!"
    reader.text.fill(longer)
    if scripts:
        expect(reader.counter).to_have_text("2001 / 2000")
    reader.send(longer)
    expect(reader.page.locator(".comment-form .errorlist, .comment-form [role=alert]:visible").first).to_be_visible()
    expect(reader.counter).to_have_text("2001 / 2000")
    expect(reader.text).to_have_value(longer)
    assert reader.comments == before


def wait_for_a_moderator(reader: Visitor, passer_by: Visitor, article: str, text: str) -> None:
    """Send a text that waits: its author sees it and what it waits for, nobody else does."""
    reader.open(article)
    before = reader.comments
    reader.send(text)
    expect(reader.page.locator(".comment-state[data-status=pending]")).to_be_visible()
    reader.sees(text)
    assert reader.comments == before
    passer_by.open(article)
    expect(passer_by.comment(text)).to_have_count(0)


def read_why(reader: Visitor, account: str, words: str) -> None:
    """Find the decision on the page of contributions, and in an e-mail."""
    reader.open("/account/contributions/")
    refused = reader.page.locator(".contribution").filter(has=reader.page.locator("[data-status=refused]"))
    expect(refused.locator(".decision")).to_contain_text(words)
    expect(refused.locator(".decision a[href^='/charter/']").first).to_be_visible()
    assert letter_to(reader.site, account, words)["From"]


def find_in_the_archive(desk: Desk, text: str) -> None:
    """Open a comment that was decided on."""
    desk.open("/admin/comments/comment/?status__exact=refused")
    desk.page.locator("tr[data-comment]").filter(has_text=text.partition("\n")[0]).locator(".desk-buttons a").click()


def be_told_under_every_article(reader: Visitor, account: str) -> None:
    """Meet the panel in place of the form wherever there was one, and the reason in it and in an e-mail."""
    for uri in (STARTED_FROM, kinds.DISCUSSED, kinds.IN_ENGLISH, kinds.WALLED):
        reader.open(kinds.article(reader.site, uri))
        expect(reader.panel("banned")).to_be_visible()
        expect(reader.text).to_have_count(0)
    reader.panel("banned").locator("a[href*='/account/decisions/']").click()
    expect(reader.page.locator("main .statement")).to_contain_text(WHY_BANNED)
    assert letter_to(reader.site, account, WHY_BANNED)["Subject"]
