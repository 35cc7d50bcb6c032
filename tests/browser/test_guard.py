"""The guard of the browser tests sees what must not happen."""

import pytest
from playwright.sync_api import Browser

from tests.browser.guard import Guard
from tests.running import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        ("fetch('http://elsewhere.test/').catch(() => 0)", "Content Security Policy"),
        ("document.body.setAttribute('style', 'color: red')", "Content Security Policy"),
        ("location.assign('http://elsewhere.test/')", "asked elsewhere"),
        ("console.error('broken')", "broken"),
        ("setTimeout(() => { throw new Error('broken') })", "a script broke"),
        ("fetch('/nowhere/at-all-999999')", "answered 404"),
    ],
)
def test_the_guard_sees_it(chromium: Browser, site: RunningSite, deed: str, words: str) -> None:
    context = chromium.new_context()
    guard = Guard(context)
    page = context.new_page()
    page.goto(f"{site.address}/charter/")
    assert guard.wrong == []

    page.evaluate(f"() => {{ {deed} }}")

    for _ in range(100):
        if guard.wrong:
            break
        page.wait_for_timeout(100)
    assert any(words in one for one in guard.wrong), guard.wrong
    context.close()


def test_the_guard_takes_what_was_wanted(chromium: Browser, site: RunningSite) -> None:
    context = chromium.new_context()
    guard = Guard(context, wanted=(404,))
    context.new_page().goto(f"{site.address}/nowhere/at-all-999999")

    assert guard.wrong == []
    assert guard.requests
    context.close()
