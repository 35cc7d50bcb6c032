"""A real Chromium for the tests that need one; without it they are skipped, and say how to have it."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, started once."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        hint = "no Chromium here (Debian and Ubuntu: apt install chromium)"
        if "browser" in os.environ.get("NEWSROOM_TEST_REQUIRE", "").split():
            pytest.fail(hint)
        pytest.skip(hint)
    # Playwright keeps an event loop in this thread; Django's database calls beside it are as synchronous as ever.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a browser that nobody used before."""
    context = chromium.new_context(locale="fr-FR")
    yield context.new_page()
    context.close()
