"""A refusal as its author lives it: told why, sent again mended, contested from the e-mail, and put right."""

import re

import pytest
from playwright.sync_api import expect

from newsroom import demo_accounts
from tests.browser import kinds
from tests.browser.conftest import Come
from tests.browser.waiting import plant
from tests.browser.walk import Desk, Visitor, letter_to

pytestmark = pytest.mark.browser

ACCOUNT = "hibou@exemple.invalid"
TEXT = "Chouette refusée : éteindre la rive gauche est une idée d’âne bâté."
MENDED = "Chouette polie : éteindre la rive gauche demande des chiffres que personne ne donne."
WHY = "Vous traitez quelqu’un d’âne, ce qui n’apprend rien sur l’éclairage."
CONTESTED = "Je parle de l’idée et non d’une personne."
REASONS = "La phrase vise bien une idée : elle ne blesse personne."


def test_a_refused_author_is_told_sends_again_and_is_heard(come: Come) -> None:
    author = come(java_script_enabled=False)
    moderator, chief = Desk.of(come()), Desk.of(come())
    [comment] = plant(author.site, kinds.DISCUSSED, ACCOUNT, TEXT)

    moderator.sit_down(demo_accounts.MODERATOR.email)
    moderator.open(f"/admin/comments/queuedcomment/{comment}/change/")
    moderator.refuse(rule=2, words=WHY)
    letter = letter_to(author.site, ACCOUNT, WHY).get_content()
    read_the_statement(author, link(letter, r"/account/decisions/[\w-]+/"))
    send_again(author, comment)
    author.sign_out()
    contest(author, link(letter, r"/appeals/[\w.:-]+/"))

    chief.sit_down(demo_accounts.CHIEF_MODERATOR.email)
    reverse(chief)
    assert "/appeals/" in letter_to(author.site, ACCOUNT, REASONS).get_content()
    author.open(kinds.article(author.site, kinds.DISCUSSED))
    author.sees(TEXT)


def link(letter: str, pattern: str) -> str:
    """Return the path that a link of the letter leads to."""
    found = re.search(pattern, letter)
    assert found
    return found[0]


def read_the_statement(author: Visitor, path: str) -> None:
    """Follow the link of the e-mail, by the sign-in page."""
    author.open(path)
    author.sign_in(ACCOUNT)
    assert author.path == path
    expect(author.page.locator(".statement")).to_contain_text(TEXT)
    expect(author.page.locator(".statement")).to_contain_text(WHY)


def send_again(author: Visitor, comment: int) -> None:
    """Find the refused text in the form, and send another in its place: a comment of its own."""
    author.page.locator(".statement footer a").click()
    author.page.locator(f"#contribution-{comment} a[href*='?again=']").click()
    expect(author.text).to_have_value(TEXT)
    author.send(MENDED)
    expect(author.page.locator("[data-received]")).to_be_visible()
    author.sees(MENDED)
    expect(author.page.locator(f"#comment-{comment} .comment-body").filter(has_text=MENDED)).to_have_count(0)


def contest(author: Visitor, path: str) -> None:
    """Contest the refusal signed out: the signed address is all it takes."""
    author.open(path)
    author.page.fill("textarea[name=words]", CONTESTED)
    author.page.locator("main form button").last.click()
    expect(author.page.locator("[data-appeal=waiting]")).to_be_visible()


def reverse(chief: Desk) -> None:
    """Go from the first page to the appeal, and find that its author is right."""
    chief.page.locator("#content-main [data-kind=appeals] a, .desk-waiting [data-kind=appeals] a").first.click()
    chief.page.locator("#result_list tbody tr th a").first.click()
    expect(chief.page.locator(".desk-judged")).to_contain_text(CONTESTED)
    chief.page.check("input[name=outcome][value=reversed]")
    chief.page.fill("textarea[name=reasons]", REASONS)
    chief.page.click(".desk-decision form button[type=submit]")
    expect(chief.page.locator(".messagelist .success")).to_be_visible()
