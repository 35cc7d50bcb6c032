"""Every kind of page before axe: what a program can tell of WCAG 2.2, in light and in dark, and on a small phone."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState, ViewportSize

from newsroom import demo_accounts
from tests.browser import busy_desk, kinds
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
# The colours of all that looks alike and stands in what looks alike are judged once for each person: it takes long.
REPEATED = Path(__file__).with_name("looks.js").read_text(encoding="utf-8")
# An input without a name; grey on white, grey on black.
BAD = """<html lang=fr><title>Un</title><style>
    p { background: white; color: #ccc } @media (prefers-color-scheme: dark) { p { background: black; color: #333 } }
</style><main><h1>Un</h1><p>Lisez ceci</p><input></main>"""
# The same elements twice: what they stand in has another colour the second time, on both schemes.
STANDS_IN = (
    "<html lang=fr><title>Un</title><style>body {{ background: {} }}</style><main><h1>Un</h1><p>Lisez</p></main>"
)
ASKED = """async ([colours, options]) => {
    await Promise.all(document.getAnimations().map((one) => one.finished));
    axe.configure({rules: [{id: colours, selector: "[data-new-look]"}]});
    const found = await axe.run({include: [["html"]]}, {...options, resultTypes: ["violations"], preload: false});
    const told = (node) => [...node.any, ...node.all, ...node.none].map((one) => one.message).join("; ");
    return found.violations.flatMap(({id, nodes}) => nodes.map((it) => `${id}: ${it.target.join(" ")}: ${told(it)}`));
}"""
ALL = {"runOnly": {"type": "tag", "values": LEVELS}, "rules": {"target-size": {"enabled": True}}}
THE_COLOURS = {"runOnly": {"type": "rule", "values": [COLOURS]}}
# Each is a test of its own, so that two processes share them.
PEOPLE = ("", demo_accounts.SUBSCRIBER.email, demo_accounts.MEMBER.email, busy_desk.WARNED, busy_desk.STRUCK)


@pytest.mark.parametrize("person", [*PEOPLE, *kinds.STAFF], ids=lambda person: person.partition("@")[0] or "stranger")
def test_axe_finds_nothing_on_any_page_and_none_is_wider_than_a_small_phone(
    person: str, chromium: Browser, busy: RunningSite
) -> None:
    every = kinds.everybody(busy)
    wrong = {name: found for name, found in _judged(chromium, busy, person, every) if found}

    assert len(every) > 100
    assert {one.person for one in every.values()} == {*PEOPLE, *kinds.STAFF}, "nobody's pages are left out"
    assert wrong == {}


def test_what_axe_is_shown_can_be_wrong(chromium: Browser) -> None:
    with _before_axe(chromium) as page:
        page.set_content(BAD)
        found = {one.partition(": ")[0] for one in _violations(page, looks=set())}

    assert {"light, label", "light, color-contrast", "dark, color-contrast"} <= found


def test_what_looks_alike_is_judged_again_where_it_stands_in_another_colour(chromium: Browser) -> None:
    looks: set[int] = set()
    found = []
    with _before_axe(chromium) as page:
        for colour in ("white", "#333", "#333"):
            page.set_content(STANDS_IN.format(colour))
            found.append([one.split(": ")[0] for one in _violations(page, looks=looks)])

    assert found == [[], ["light, color-contrast"] * 2 + ["dark, color-contrast"] * 2, []]


@contextmanager
def _before_axe(chromium: Browser, session: StorageState | None = None) -> Iterator[Page]:
    """Give a page that axe looks at; the site's policy lets no script in but its own, and nothing moves."""
    context = chromium.new_context(locale="fr-FR", storage_state=session, bypass_csp=True, reduced_motion="reduce")
    context.add_init_script(AXE)
    page = context.new_page()
    page.goto("about:blank")
    yield page
    context.close()


def _judged(
    chromium: Browser, site: RunningSite, person: str, every: dict[str, Kind]
) -> Iterator[tuple[str, list[str]]]:
    """Show each page of theirs to axe; yield its name and what is wrong on it."""
    looks: set[int] = set()
    with _before_axe(chromium, signed_in(chromium, site, {person})[person]) as page:
        visitor = Visitor(page, site, Guard(page.context))
        for name, one in every.items():
            if one.person == person:
                kinds.show(visitor, one)
                yield name, [*_violations(page, looks=looks), *_overflow(page)]


def _overflow(page: Page) -> Iterator[str]:
    """Say by how many pixels the page is wider than the smallest window, which is one of 1280 at 400 % (1.4.10)."""
    usual = page.viewport_size
    page.set_viewport_size(SMALL_PHONE)
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if usual:
        page.set_viewport_size(usual)
    if wider > 0:
        yield f"{wider} pixels wider than a small phone"


def _violations(page: Page, *, looks: set[int]) -> Iterator[str]:
    """Say what breaks a rule, where and how; of the dark scheme, the colours. What looks as it did before is left out.

    `looks` are those that were judged, and from then on holds those of this page.
    """
    for scheme, rules in zip(SCHEMES, (ALL, THE_COLOURS), strict=True):
        page.emulate_media(color_scheme=scheme)
        new = page.evaluate(REPEATED, [scheme, list(looks)])
        looks.update(new)
        if new or rules is ALL:
            yield from (f"{scheme}, {one}" for one in page.evaluate(ASKED, [COLOURS, rules]))
