"""A real Chromium, and the real server for it; without a browser its tests are skipped, and say how to have one."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import originals
from tests.browser.guard import Guard
from tests.browser.walk import Visitor
from tests.running import RunningSite

# The same engine without windows, profiles and extensions takes two thirds of the processor's time.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever a page asks for elsewhere stays on this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
NAME = "Le Courrier du Confluent"

# A machine that does much else at the same time is slow, and no less right.
expect.set_options(timeout=15_000)

type Come = Callable[..., Visitor]


def program() -> str | None:
    """Return the browser's program, the one that CHROME names first."""
    return next(filter(None, map(shutil.which, (os.environ.get("CHROME", ""), *PROGRAMS))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, started once."""
    if program() is None:
        hint = (
            "no Chromium here (Debian and Ubuntu: apt install chromium-headless-shell; elsewhere, name one in CHROME)"
        )
        if "browser" in os.environ.get("NEWSROOM_TEST_REQUIRE", "").split():
            pytest.fail(hint)
        pytest.skip(hint)
    # Playwright keeps an event loop in this thread; Django's database calls beside it are as synchronous as ever.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a browser that nobody used before."""
    context = chromium.new_context(locale="fr-FR")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="package")
def site(chromium: Browser, demonstration: RunningSite) -> Iterator[RunningSite]:
    """The demonstration edition, served as `make demo` serves it."""
    site = demonstration.beside(NEWSROOM_NAME=NAME)
    site.serve()
    yield site
    site.stop()


@pytest.fixture(scope="session")
def busy(
    chromium: Browser, demonstration: RunningSite, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[RunningSite]:
    """Another, for who looks at every kind of page: the busy day that `kinds` brings about is in it."""
    data = tmp_path_factory.getbasetemp() / "busy"
    with originals.demonstration(originals.folder(tmp_path_factory, worker_id), data) as untouched:
        site = untouched.beside(NEWSROOM_NAME=NAME)
        site.serve()
        yield site
        site.stop()


@pytest.fixture
def come(chromium: Browser, site: RunningSite) -> Iterator[Come]:
    """Return what brings a new visitor to the site, with a browser of their own (and without JavaScript if told).

    At the end nothing may have gone wrong in any browser: a request elsewhere, an error, a breach of the policy.
    """
    guards: list[Guard] = []
    with ExitStack() as contexts:

        def visitor(*, wanted: tuple[int, ...] = (), **options: Any) -> Visitor:
            context = chromium.new_context(locale="fr-FR", timezone_id="Europe/Paris", **options)
            contexts.callback(context.close)
            guard = Guard(context, wanted)
            guards.append(guard)
            return Visitor(context.new_page(), site, guard)

        yield visitor
    wrong = [one for guard in guards for one in guard.wrong]
    assert wrong == [], "\n".join([*wrong, "The server's log:", site.log])
