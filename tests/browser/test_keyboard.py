"""The keyboard all the way: every stop of the Tab key can be seen, in the order of the page, and Escape leads back."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from newsroom import demo_accounts
from tests.browser import kinds
from tests.browser.conftest import Come
from tests.browser.walk import Desk
from tests.running import RunningSite

pytestmark = pytest.mark.browser

MOST_STOPS = 200
# Some pages give the focus to a part of theirs.
FROM_THE_BEGINNING = "document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')"
LAPTOP = {"width": 1024, "height": 640}
# What has the focus: where it stands in the page, whether it is drawn so, whether something covers it (2.4.11).
STOP = """() => {
    const it = document.activeElement;
    if (!it || it === document.body) return null;
    const shown = it.matches("input[type=checkbox], input[type=radio]") ? it.labels[0] ?? it : it;
    const {left, top, right, bottom} = shown.getClientRects()[0] ?? shown.getBoundingClientRect();
    const middle = (from, to, most) => (Math.max(from, 0) + Math.min(to, most)) / 2;
    const above = document.elementFromPoint(middle(left, right, innerWidth), middle(top, bottom, innerHeight));
    const isOnTop = Boolean(above) && (shown.contains(above) || above.contains(shown));
    // These two draw the mark of what they hold.
    const style = getComputedStyle(it.closest(".body-text, .select2-selection") ?? it);
    return {
        place: [...document.querySelectorAll("*")].indexOf(it),
        what: it.outerHTML.slice(0, 200),
        isSeen: right - left > 1 && bottom - top > 1 && isOnTop,
        isMarked: style.outlineStyle !== "none" || style.boxShadow !== "none" || it.matches("audio"),
    };
}"""


def walk(page: Page) -> list[str]:
    """Go through the page by the Tab key, from its beginning to its end; return what was met, each seen and marked."""
    met: list[dict[str, Any]] = []
    page.evaluate(FROM_THE_BEGINNING)
    for _step in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        # Past the last stop the browser's own doors come, then the first again.
        if stop is None or (met and stop["place"] == met[0]["place"]):
            break
        # A player keeps doors of its own behind one element.
        if not met or stop["place"] != met[-1]["place"]:
            met.append(stop)
    assert [one["what"] for one in met if not one["isSeen"]] == []
    assert [one["what"] for one in met if not one["isMarked"]] == []
    places = [one["place"] for one in met]
    assert places == sorted(places)
    return [one["what"] for one in met]


def holds(stops: list[str], *pieces: str) -> None:
    """See that the stops come by these, in this order."""
    found = [next((number for number, stop in enumerate(stops) if piece in stop), -1) for piece in pieces]
    assert -1 not in found, dict(zip(pieces, found, strict=True))
    assert found == sorted(found)


def test_a_stranger_comes_by_the_wall_to_its_doors(come: Come, site: RunningSite) -> None:
    visitor = come(viewport=LAPTOP)
    visitor.open(kinds.article(site, kinds.WALLED))

    stops = walk(visitor.page)

    holds(stops, "skip-link", "wordmark", "search-field", "/accounts/login/", "/plans/", 'rel="author"')
    below = stops[next(number for number, stop in enumerate(stops) if 'rel="author"' in stop) :]
    holds(below, 'class="button" href="/plans/', "/accounts/login/?next=", "share-way", 'name="language"')


def test_a_subscriber_comes_by_the_player_and_the_account(come: Come, site: RunningSite) -> None:
    visitor = come(viewport=LAPTOP)
    visitor.open("/accounts/login/")
    holds(walk(visitor.page), "skip-link", 'name="login"', 'name="password"')
    visitor.sign_in(demo_accounts.SUBSCRIBER.email)

    visitor.open(kinds.spoken(site))
    holds(walk(visitor.page), "<audio", 'data-skip="-10"', 'data-skip="10"', "data-speed", "share-way", 'name="body"')

    nav = visitor.page.locator(".account-nav a")
    for path in ("/account/", "/account/subscription/", "/account/contributions/", "/accounts/2fa/", "/account/data/"):
        visitor.open(path)
        stops = walk(visitor.page)
        assert [one for one in nav.all() if f'href="{one.get_attribute("href")}"' not in "".join(stops)] == []
        holds(stops, "doors-name", "/account/closing/", 'name="language"')


@pytest.mark.parametrize("path", ["/admin/", "/admin/comments/queuedcomment/", "/admin/articles/article/add/"])
def test_the_staff_come_by_the_whole_desk(come: Come, path: str) -> None:
    desk = Desk.of(come(viewport=LAPTOP))
    editor = "articles" in path
    desk.sit_down((demo_accounts.EDITOR if editor else demo_accounts.MODERATOR).email)
    desk.open(path)

    stops = walk(desk.page)

    holds(stops, "/admin/", "password_change", ">Déconnexion<")
    if editor:
        # The tools of the body are one stop, the body another; the buttons that save stand before and behind.
        holds(stops, 'name="_continue"', 'name="headline"', 'data-do="h2"', 'class="tiptap')
        assert len([one for one in stops if 'name="_continue"' in one]) == 2
        assert len([one for one in stops if "data-do=" in one]) == 1


def test_escape_closes_a_dialog_and_leads_back(come: Come) -> None:
    desk = Desk.of(come(viewport=LAPTOP))
    desk.sit_down(demo_accounts.EDITOR.email)
    desk.open("/admin/articles/article/add/")
    page = desk.page
    page.click(".tiptap")
    page.keyboard.type("la mairie")
    for opener, dialog in (("Control+K", "link"), ("", "picture")):
        if opener:
            page.keyboard.press(opener)
        else:
            page.locator(f"[data-do={dialog}]").press("Enter")
        box = page.locator("dialog[open]")
        expect(box).to_be_visible()
        assert page.evaluate("document.querySelector('dialog[open]').contains(document.activeElement)")
        page.keyboard.press("Escape")
        expect(box).to_have_count(0)
        assert page.evaluate("Boolean(document.activeElement.closest('.body-editor'))"), dialog
