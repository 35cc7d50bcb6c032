"""Pictures of every kind of page, at three widths, in light and dark, for who judges the look."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, StorageState, sync_playwright

from tests.browser import kinds
from tests.browser.conftest import ARGUMENTS, NAME, program
from tests.browser.guard import Guard
from tests.browser.kinds import Kind
from tests.browser.walk import Desk, Visitor
from tests.running import RunningSite

WIDTHS = (360, 768, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
HEIGHT = 800


def take(folder: Path, words: Sequence[str] = ()) -> None:
    """Put the pictures in the folder, named by kind, width and scheme; of the kinds with a word in their name alone."""
    folder.mkdir(parents=True, exist_ok=True)
    with served() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=ARGUMENTS)
        every = kinds.everybody(site)
        wanted = {name: kind for name, kind in every.items() if not words or any(word in name for word in words)}
        sessions = signed_in(browser, site, {kind.person for kind in wanted.values()})
        for width in WIDTHS:
            for person, session in sessions.items():
                context = browser.new_context(
                    viewport={"width": width, "height": HEIGHT}, locale="fr-FR", storage_state=session
                )
                theirs = {name: kind for name, kind in wanted.items() if kind.person == person}
                _picture(context, site, folder, width, theirs)
                context.close()
        browser.close()


def signed_in(browser: Browser, site: RunningSite, people: set[str]) -> dict[str, StorageState | None]:
    """Sign each person in, once; return what a browser of theirs begins with: nothing, for nobody."""
    sessions: dict[str, StorageState | None] = {"": None} if "" in people else {}
    for person in sorted(people - {""}):
        context = browser.new_context(locale="fr-FR")
        visitor = Visitor(context.new_page(), site, Guard(context))
        if person in kinds.STAFF:
            Desk.of(visitor).sit_down(person)
        else:
            visitor.open("/accounts/login/")
            visitor.sign_in(person)
        sessions[person] = context.storage_state()
        context.close()
    return sessions


@contextmanager
def served() -> Iterator[RunningSite]:
    """Give the demonstration edition, made and served for as long as it is looked at."""
    with tempfile.TemporaryDirectory() as data:
        site = RunningSite(Path(data), NEWSROOM_NAME=NAME)
        site.become_the_demonstration()
        site.serve()
        try:
            yield site
        finally:
            site.stop()


def _picture(context: BrowserContext, site: RunningSite, folder: Path, width: int, pages: Mapping[str, Kind]) -> None:
    visitor = Visitor(context.new_page(), site, Guard(context))
    for name, kind in pages.items():
        kinds.show(visitor, kind)
        # Pictures below the window are asked for when they come near it.
        visitor.page.evaluate("document.querySelectorAll('img').forEach((it) => it.loading = 'eager')")
        visitor.page.wait_for_load_state("networkidle")
        for scheme in SCHEMES:
            visitor.page.emulate_media(color_scheme=scheme)
            called = name.replace(",", "").replace(" ", "-")
            visitor.page.screenshot(path=folder / f"{called}-{width}-{scheme}.png", full_page=True)
