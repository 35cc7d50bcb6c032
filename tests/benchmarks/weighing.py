"""What a page weighs in a real browser that has nothing of it yet, against what the paper promises its readers."""

from collections.abc import Iterator
from dataclasses import dataclass

import brotli
from playwright.sync_api import Page, Request, sync_playwright

from newsroom import demo_accounts
from tests.browser import kinds, screens
from tests.browser.conftest import ARGUMENTS, program
from tests.running import RunningSite

WIDTHS = (360, 1280)
HEIGHT = 800
# What moves while the page comes to be, and while it is read down to its end.
SHIFTS = """window.moved = 0;
new PerformanceObserver((list) => list.getEntries().forEach((one) => {
    window.moved += one.hadRecentInput ? 0 : one.value;
})).observe({type: "layout-shift", buffered: true});"""
READ = """async () => {
    for (let at = 0; at < document.documentElement.scrollHeight; at += innerHeight) {
        scrollTo(0, at);
        await new Promise((done) => setTimeout(done, 100));
    }
}"""
KB = 1000
PICTURES = {"image", "media"}
TEXT = {"document", "stylesheet", "script", "fetch"}
# What nginx takes by itself.
QUALITY = 6


@dataclass(frozen=True, slots=True)
class Weight:
    """Compressed bytes without their headers, requests besides pictures, and how much the page moved (CLS)."""

    html: int
    css: int
    js: int
    font: int
    requests: int
    moved: float

    def __str__(self) -> str:
        sizes = (f"{name} {getattr(self, name) / KB:5.1f} kB" for name in ("html", "css", "js", "font"))
        return f"{'  '.join(sizes)}  {self.requests:2} requests  CLS {self.moved:.3f}"

    def over(self, budget: "Weight") -> Iterator[str]:
        """Name what is more than the budget."""
        for name in self.__dataclass_fields__:
            if getattr(self, name) > getattr(budget, name):
                yield f"{name}: {getattr(self, name)}, of at most {getattr(budget, name)}"


# For the article with three comments, signed out; the font is the largest file of one.
BUDGET = Weight(html=15 * KB, css=12 * KB, js=8 * KB, font=30 * KB, requests=6, moved=0.02)


def weigh(page: Page, address: str) -> Weight:
    """Open the page in a browser that was nowhere yet, read it to its end, and return what came."""
    came: list[Request] = []
    page.on("requestfinished", lambda one: came.append(one))
    page.add_init_script(SHIFTS)
    page.goto(address, wait_until="networkidle")
    page.evaluate(READ)
    page.wait_for_load_state("networkidle")
    sizes = [(one.resource_type, _size(one)) for one in came]
    return Weight(
        html=sum(size for kind, size in sizes if kind == "document"),
        css=sum(size for kind, size in sizes if kind == "stylesheet"),
        js=sum(size for kind, size in sizes if kind == "script"),
        font=max((size for kind, size in sizes if kind == "font"), default=0),
        requests=sum(kind not in PICTURES for kind, _size in sizes),
        moved=page.evaluate("window.moved"),
    )


def _size(request: Request) -> int:
    """Return the bytes that came, without their headers; of text that came as it is, what a proxy makes of it."""
    answer = request.response()
    if answer and request.resource_type in TEXT and not answer.header_value("content-encoding"):
        return len(brotli.compress(answer.body(), quality=QUALITY))
    return request.sizes()["responseBodySize"]


def run() -> Iterator[str]:
    """Give a line for each page on a phone and on a desk; below it, what is more than a stranger is to wait for."""
    with screens.served() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=ARGUMENTS)
        sessions = screens.signed_in(browser, site, {"", demo_accounts.SUBSCRIBER.email})
        for name, (path, person) in _pages(site).items():
            for width in WIDTHS:
                context = browser.new_context(
                    viewport={"width": width, "height": HEIGHT}, locale="fr-FR", storage_state=sessions[person]
                )
                weight = weigh(context.new_page(), site.address + path)
                context.close()
                yield f"{name:32} {width:5} px  {weight}"
                yield from (f"    over: {one}" for one in weight.over(BUDGET) if not person)
        browser.close()


def _pages(site: RunningSite) -> dict[str, tuple[str, str]]:
    """Return the pages that are weighed, and who opens each."""
    article = kinds.article(site)
    return {
        "article, three comments": (article, ""),
        "article, behind the wall": (kinds.article(site, kinds.WALLED), ""),
        "article, many comments": (kinds.article(site, kinds.DISCUSSED), ""),
        "front": ("/", ""),
        "search": ("/search/?q=ville", ""),
        "article, signed in": (article, demo_accounts.SUBSCRIBER.email),
        "article, signed in, read aloud": (kinds.spoken(site), demo_accounts.SUBSCRIBER.email),
    }
