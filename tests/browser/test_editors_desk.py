"""Two editors at the desk, each in a browser of their own; and the front page in order, by keyboard and by mouse."""

import re

import pytest
from playwright.sync_api import Locator, expect

from newsroom import demo_accounts
from newsroom.demo_edition import URIS
from tests.browser import kinds
from tests.browser.conftest import Come
from tests.browser.walk import Desk

pytestmark = pytest.mark.browser

FRONT = "/admin/articles/article/front/"
EDITED = f"{URIS}sur-la-lorve-le-retour-discret-des-peniches"


def open_article(desk: Desk) -> None:
    number = kinds.article(desk.site, EDITED).rpartition("-")[2]
    desk.open(f"/admin/articles/article/{number}/change/")


def save(desk: Desk) -> None:
    desk.page.locator("#article_form [name=_continue]").first.click()


def test_two_editors_are_told_of_each_other_and_both_keep_their_text(come: Come) -> None:
    hers, his = Desk.of(come()), Desk.of(come())
    hers.sit_down(demo_accounts.PUBLISHER.email)
    his.sit_down(demo_accounts.EDITOR.email)
    open_article(hers)
    open_article(his)
    expect(his.page.locator("[data-presence]")).to_contain_text("Hélène, direction")

    hers.page.fill("[name=kicker]", "Anniversaire")
    save(hers)
    expect(hers.page.locator(".messagelist .success")).to_be_visible()
    expect(hers.page.locator("[data-presence]")).to_contain_text("Gaspard, rédaction")

    # What he typed is asked for before it is left, and stands after a save that is refused.
    his.page.fill("[name=dateline]", "Torviers")
    save(his)
    expect(his.page.locator(".desk-met")).to_contain_text("Anniversaire")
    expect(his.page.locator("[name=dateline]")).to_have_value("Torviers")
    expect(his.page.locator("[name=kicker]")).to_have_value("Anniversaire")
    save(his)
    expect(his.page.locator(".messagelist .success")).to_be_visible()
    expect(his.page.locator("[name=kicker]")).to_have_value("Anniversaire")


def rows(desk: Desk) -> Locator:
    return desk.page.locator("[data-order] [data-row] a")


def place(desk: Desk, count: int) -> list[str]:
    """Put that many articles in order, and return their headlines."""
    for _ in range(count - rows(desk).count()):
        before = rows(desk).count()
        desk.page.locator("button[value^='in:']").first.click()
        expect(rows(desk)).to_have_count(before + 1)
    return rows(desk).all_inner_texts()


def drag_to_the_top(desk: Desk, place: int) -> None:
    """Drag a row above the first, in steps, as a hand does: a browser drops nothing that only jumped."""
    # The page moves to the row that was moved last.
    desk.page.wait_for_load_state("networkidle")
    box, top = (desk.page.locator("[data-row]").nth(one).bounding_box() for one in (place, 0))
    assert box
    assert top
    desk.page.mouse.move(box["x"] + 8, box["y"] + box["height"] / 2)
    desk.page.mouse.down()
    desk.page.mouse.move(top["x"] + 12, top["y"] + top["height"] / 2, steps=8)
    desk.page.mouse.move(top["x"] + 12, top["y"] + 6, steps=4)
    desk.page.mouse.move(top["x"] + 14, top["y"] + 4)
    desk.page.mouse.up()


def test_the_front_page_is_arranged_with_the_keyboard_and_with_the_mouse(come: Come) -> None:
    desk = Desk.of(come())
    desk.sit_down(demo_accounts.EDITOR.email)
    desk.open(FRONT)
    one, two, three, *rest = place(desk, 3)

    desk.page.get_by_role("button", name=re.compile(f"^.?.?Monter.*{re.escape(three)}")).press("Enter")
    expect(rows(desk).nth(1)).to_have_text(three)

    # The rows stand so before it is sent.
    with desk.page.expect_response(lambda answer: answer.request.method == "POST"):
        drag_to_the_top(desk, 2)
    desk.page.wait_for_load_state()
    expect(rows(desk)).to_have_text([two, one, three, *rest])

    desk.open("/")
    expect(desk.page.locator(".front-lead .card-headline").first).to_contain_text(two.partition(" ")[0])


def test_the_front_page_is_arranged_without_javascript(come: Come) -> None:
    desk = Desk.of(come(java_script_enabled=False))
    desk.sit_down(demo_accounts.EDITOR.email)
    desk.open(FRONT)
    one, two, *_rest = place(desk, 3)

    desk.page.locator("button[value^='down:']").first.click()

    expect(rows(desk).first).to_have_text(two)
    expect(rows(desk).nth(1)).to_have_text(one)
