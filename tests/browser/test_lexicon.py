"""An editor hears how a word is read, in both languages, before anything is saved."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from newsroom import demo_accounts
from tests.browser.conftest import Come
from tests.browser.test_listening import until
from tests.browser.walk import Desk
from tests.running import RunningSite

pytestmark = pytest.mark.browser

ADD = "/admin/articles/pronunciation/add/"
BUTTON = "[data-listen] button"
LASTS = "document.querySelector('[data-listen] audio').duration"


@pytest.fixture
def heard(site: RunningSite) -> Iterator[RunningSite]:
    """The same site, with the voice that every paper has; what waits to be narrated waits."""
    site = site.beside(NEWSROOM_VOICE="pico")
    site.serve("--workers", "1", "--no-worker")
    yield site
    site.stop()


def editor(come: Come, site: RunningSite, **options: object) -> Desk:
    visitor = come(**options)
    visitor.site = site
    desk = Desk.of(visitor)
    desk.sit_down(demo_accounts.EDITOR.email)
    desk.open(ADD)
    return desk


def test_what_is_typed_is_heard_beside_the_form(come: Come, heard: RunningSite) -> None:
    page = editor(come, heard, wanted=(400,)).page
    sound, told = page.locator("[data-listen] audio"), page.locator("[data-listen] [role=status]")

    for language, written, said in (("fr", "Reims", ""), ("fr", "Reims", "Rince"), ("en", "Leicester", "Lester")):
        page.select_option("[name=language]", language)
        page.fill("[name=written]", written)
        page.fill("[name=said]", said)
        with page.expect_response(lambda answer: "/sound/" in answer.url) as asked:
            page.click(BUTTON)
        assert asked.value.status in {200, 206}
        assert f"language={language}&written={written}&said={said}" in asked.value.url
        expect(sound).to_be_visible()
        # Not a number until its beginning has come.
        until(page, f"{LASTS} > 0.3")

    page.fill("[name=said]", "…")
    page.click(BUTTON)
    expect(told).to_have_text("Écrivez un mot, ou plusieurs.")
    expect(sound).to_be_hidden()
    assert page.url.endswith(ADD)


def test_without_a_script_the_browser_opens_the_sound(come: Come, heard: RunningSite) -> None:
    page = editor(come, heard, java_script_enabled=False).page
    page.fill("[name=written]", "Reims")
    page.fill("[name=said]", "Rince")

    with page.context.expect_page() as opened:
        page.click(BUTTON)

    opened.value.wait_for_load_state()
    assert opened.value.url.endswith("/sound/?language=fr&written=Reims&said=Rince")
    expect(opened.value.locator("video, audio")).to_have_count(1)
