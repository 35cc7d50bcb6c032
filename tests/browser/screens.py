"""Pictures of every kind of page, at three widths, in light and dark, for who judges the look."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import BrowserContext, sync_playwright

from newsroom import demo_accounts
from tests.browser import kinds
from tests.browser.conftest import ARGUMENTS, NAME, program
from tests.browser.guard import Guard
from tests.browser.walk import Visitor
from tests.running import RunningSite

WIDTHS = (360, 768, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
HEIGHT = 800


def take(folder: Path, words: Sequence[str] = ()) -> None:
    """Put the pictures in the folder, named by kind, width and scheme; of the kinds with a word in their name alone."""
    folder.mkdir(parents=True, exist_ok=True)
    with _served() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=ARGUMENTS)
        pages = [(kind, path, False) for kind, path in kinds.signed_out(site).items()]
        pages += [(kind, path, True) for kind, path in kinds.signed_in(site).items()]
        wanted = [page for page in pages if not words or any(word in page[0] for word in words)]
        for width in WIDTHS:
            context = browser.new_context(viewport={"width": width, "height": HEIGHT}, locale="fr-FR")
            _picture(context, site, folder, width, wanted)
            context.close()
        browser.close()


@contextmanager
def _served() -> Iterator[RunningSite]:
    with tempfile.TemporaryDirectory() as data:
        site = RunningSite(Path(data), NEWSROOM_NAME=NAME)
        site.become_the_demonstration()
        site.serve()
        try:
            yield site
        finally:
            site.stop()


def _picture(
    context: BrowserContext, site: RunningSite, folder: Path, width: int, pages: list[tuple[str, str, bool]]
) -> None:
    visitor = Visitor(context.new_page(), site, Guard(context))
    here = False
    for kind, path, signed_in in pages:
        if signed_in and not here:
            visitor.open("/accounts/login/")
            visitor.sign_in(demo_accounts.SUBSCRIBER.email)
            here = True
        visitor.open(path)
        # Pictures below the window are asked for when they come near it.
        visitor.page.evaluate("document.querySelectorAll('img').forEach((it) => it.loading = 'eager')")
        visitor.page.wait_for_load_state("networkidle")
        for scheme in SCHEMES:
            visitor.page.emulate_media(color_scheme=scheme)
            name = kind.replace(",", "").replace(" ", "-")
            visitor.page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
