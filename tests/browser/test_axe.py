"""Every kind of page before axe: what a program can tell of WCAG 2.2, in light and in dark, and on a small phone."""

from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser import kinds
from tests.browser.guard import Guard
from tests.browser.kinds import Kind
from tests.browser.screens import SCHEMES, signed_in
from tests.browser.walk import Visitor
from tests.running import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.once]

AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
COLOURS = "color-contrast"
SMALL_PHONE: ViewportSize = {"width": 320, "height": 640}
# The colours of what stands on every page alike, or in every row, are looked at once for each person: it takes long.
REPEATED = [".masthead", "footer.page", "#header", "#nav-sidebar", "tbody tr:nth-child(n+4)", ".card ~ .card"]
# An input without a name; grey on white, grey on black.
BAD = """<html lang=fr><title>Un</title><style>
    p { background: white; color: #ccc } @media (prefers-color-scheme: dark) { p { background: black; color: #333 } }
</style><main><h1>Un</h1><p>Lisez ceci</p><input></main>"""
ASKED = """async ([where, options]) => {
    await Promise.all(document.getAnimations().map((one) => one.finished));
    const found = await axe.run(where, {...options, resultTypes: ["violations"], preload: false});
    const told = (node) => [...node.any, ...node.all, ...node.none].map((one) => one.message).join("; ");
    return found.violations.flatMap(({id, nodes}) => nodes.map((it) => `${id}: ${it.target.join(" ")}: ${told(it)}`));
}"""


@pytest.mark.parametrize("of_the_desk", [False, True], ids=["readers", "desk"])
def test_axe_finds_nothing_on_any_page_and_none_is_wider_than_a_small_phone(
    of_the_desk: bool, chromium: Browser, busy: RunningSite
) -> None:
    every = {name: one for name, one in kinds.everybody(busy).items() if one.is_of_the_desk == of_the_desk}
    wrong = {name: found for name, found in _judged(chromium, busy, every) if found}

    assert len(every) > 20
    assert wrong == {}


def test_what_axe_is_shown_can_be_wrong(chromium: Browser) -> None:
    context = chromium.new_context()
    context.add_init_script(AXE)
    page = context.new_page()
    page.goto("about:blank")
    page.set_content(BAD)
    found = {one.partition(": ")[0] for one in _violations(page, looked_at=[])}
    context.close()

    assert {"label", "light", "dark"} <= found


def _judged(chromium: Browser, site: RunningSite, every: dict[str, Kind]) -> Iterator[tuple[str, list[str]]]:
    """Show each page to axe; yield its name and what is wrong on it."""
    for person, session in signed_in(chromium, site, {one.person for one in every.values()}).items():
        # The site's policy lets no script in but its own.
        context = chromium.new_context(locale="fr-FR", storage_state=session, bypass_csp=True)
        context.add_init_script(AXE)
        visitor = Visitor(context.new_page(), site, Guard(context))
        theirs = [(name, one) for name, one in every.items() if one.person == person]
        for number, (name, one) in enumerate(theirs):
            kinds.show(visitor, one)
            looked_at = REPEATED if number else []
            yield name, [*_violations(visitor.page, looked_at=looked_at), *_overflow(visitor.page)]
        context.close()


def _overflow(page: Page) -> Iterator[str]:
    """Say by how many pixels the page is wider than the smallest window, which is one of 1280 at 400 % (1.4.10)."""
    usual = page.viewport_size
    page.set_viewport_size(SMALL_PHONE)
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if usual:
        page.set_viewport_size(usual)
    if wider > 0:
        yield f"{wider} pixels wider than a small phone"


def _violations(page: Page, *, looked_at: list[str]) -> Iterator[str]:
    """Say what breaks a rule, where and how; of the two schemes, the colours."""
    rules: dict[str, Any] = {COLOURS: {"enabled": False}, "target-size": {"enabled": True}}
    whole = {"include": [["html"]]}
    yield from page.evaluate(ASKED, [whole, {"runOnly": {"type": "tag", "values": LEVELS}, "rules": rules}])
    rest = whole | {"exclude": [[place] for place in looked_at]}
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate(ASKED, [rest, {"runOnly": {"type": "rule", "values": [COLOURS]}}])
        yield from (f"{scheme}: {one}" for one in found)
