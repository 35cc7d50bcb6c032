"""What the paper answers a second as it is shipped, and how that changes as it grows: as parts of fixed bytes."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from statistics import median
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import connections
from django.db.models import Count, Q
from django.urls import reverse

from articles.models import Article, Narration
from comments.models import Comment
from newsroom.subscribers.models import Subscription, User
from tests.benchmarks import applications, filling, load, measuring, references, texts
from tests.benchmarks.archive import KNOWN
from tests.benchmarks.load import Asked
from tests.benchmarks.signed_in import cookies, token
from tests.comments.desk import QUEUE
from tests.running import RunningSite

# What a browser says where the site has TLS.
BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd", "Accept-Language": "fr"}
# Nobody may send more than six comments a minute: so many take turns.
WRITERS = 2000
FIXED, BAREST = "fixed bytes, as many as the article", "barest Django, article in two queries"
SIGNED_OUT, SIGNED_IN = "article, signed out", "article, signed in, 3 comments"
THOUSAND, THIRTY, LONGEST = "1000 comments under it, signed in", "discussion of 30", "discussion of 10 000, first page"
SOUND, STRETCH = "a stretch of an article’s sound, 64 KiB", 64 * 1024
POSTING, BAREST_POSTING = "posting a comment", "barest Django, posting a comment"
# Wagtail with django-comments-xtd, as part of the barest Django: measured beside each other once, on another machine.
WAGTAIL = {SIGNED_OUT: 0.14, SIGNED_IN: 0.12, THOUSAND: 0.0057, POSTING: 0.13}
COMPARED = ((SIGNED_OUT, BAREST), (SIGNED_IN, BAREST), (THOUSAND, BAREST), (POSTING, BAREST_POSTING))


@dataclass
class Paper:
    """One site of a size, served, and what it answered in each round."""

    rows: int
    site: RunningSite
    pages: dict[str, Asked]
    writers: list[Asked]
    rates: dict[str, list[float]] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)

    def note(self, what: str, answered: load.Answered) -> None:
        """Keep a figure."""
        self.rates.setdefault(what, []).append(answered.rate)
        self.failed[what] = self.failed.get(what, 0) + answered.failed


def run(
    *, sizes: list[int], articles: int, rounds: int, seconds: float, workers: int, only: str, folder: Path
) -> Iterator[str]:
    """Yield the lines of the table, a column for each number of comments: of the pages with `only` in their name."""
    yield f"{'wrk' if load.has_wrk() else 'Python, for want of wrk'}, {load.CONNECTIONS} connections, {workers} workers"
    papers = []
    for rows in sizes:
        # One after the other, so that each has the memory of the machine; its figures wait for those of the others.
        with ExitStack() as stack:
            papers.append(_measured(rows, articles, rounds, seconds, workers, only, folder, stack))
            yield f"{rows:_} comments: {_memory(papers[-1].site):.0f} MiB, web workers and task worker".replace(
                "_", " "
            )
    yield from table(papers)


def table(papers: list[Paper]) -> Iterator[str]:
    """Yield a line for each page: answers a second, their spread, and their part of the fixed bytes'."""
    for what in papers[0].rates:
        cells = []
        for paper in papers:
            rates, whole = paper.rates[what], median(paper.rates[FIXED])
            spread = f"{min(rates):.0f}–{max(rates):.0f}"
            lost = f" {paper.failed[what]} failed" if paper.failed[what] else ""
            cells.append(f"{median(rates):8.0f}/s {spread:>13} {100 * median(rates) / whole:6.2f} %{lost}")
        yield f"{what:<40}{'   '.join(cells)}"
    for paper in papers:
        yield from _ratios(paper)


def _ratios(paper: Paper) -> Iterator[str]:
    """Yield what the targets are set in."""
    rate = {what: max(median(rates), 0.01) for what, rates in paper.rates.items()}
    yield f"with {paper.rows:_} comments:".replace("_", " ")
    for what, base in COMPARED:
        if what in rate:
            yield f"  {what}: {rate[what] / (WAGTAIL[what] * rate[base]):.1f} times Wagtail’s"
    if {THIRTY, LONGEST} <= rate.keys():
        yield f"  a discussion of 30 and of the longest: {rate[THIRTY] / rate[LONGEST]:.2f}"


def _measured(
    rows: int, articles: int, rounds: int, seconds: float, workers: int, only: str, folder: Path, stack: ExitStack
) -> Paper:
    url = stack.enter_context(
        measuring.filled(rows, folder, articles=articles or rows // 10, members=max(3000, rows // 20))
    )
    site = RunningSite(folder, url)
    paper = Paper(rows, site, pages(site.address), writers(site.address))
    connections["default"].close()
    site.manage("collectstatic", "--noinput", "--verbosity", "0")
    site.serve("--workers", str(workers))
    stack.callback(site.stop)
    length = len(urlopen(Request(paper.pages[SIGNED_OUT].url, headers=BROWSER)).read())  # noqa: S310 - http
    environ = site.environ | {"DJANGO_SETTINGS_MODULE": "newsroom.settings", applications.SIZE: str(length)}
    fixed, barest = (stack.enter_context(references.served(one, environ, workers)) for one in ("fixed", "barest"))
    article = Article.objects.order_by("-id").filter(status="published")[KNOWN].pk
    paper.pages = {FIXED: Asked(fixed, BROWSER), BAREST: Asked(f"{barest}/{article}", BROWSER)} | paper.pages
    for _round in range(rounds):
        for what, asked in paper.pages.items():
            if what in (FIXED, BAREST) or only in what:
                paper.note(what, load.look(asked, seconds))
        if only not in POSTING:
            continue
        _post(paper, POSTING, paper.writers, seconds)
        bare = [Asked(f"{barest}/{article}/comments", form=one.form) for one in paper.writers]
        _post(paper, BAREST_POSTING, bare, seconds)
    return paper


def pages(address: str) -> dict[str, Asked]:
    """Return what is looked at, by name; the comments' pages as a subscriber sees them."""
    known = list(Article.objects.filter(status="published").order_by("-id")[:KNOWN])
    # The first member writes more than any other; most read and write nothing.
    busy = Subscription.objects.running().earliest("id").user
    wrote = Comment.objects.filter(article__in=known).values("author")
    quiet = Subscription.objects.running().exclude(user__in=wrote).latest("id").user
    people = (quiet, busy, User.objects.named_like(filling.MODERATOR).get())
    reader, author, moderator = cookies(people, token())
    longest, thousand, thirty = known
    three = with_three_comments()
    own, desk = BROWSER | {"Cookie": reader}, BROWSER | {"Cookie": moderator}
    paths = {
        SIGNED_OUT: (three.get_absolute_url(), BROWSER),
        "front page, signed out": ("/", BROWSER),
        "search, signed out": (f"/search/?{urlencode({'q': texts.OFTEN})}", BROWSER),
        SIGNED_IN: (three.get_absolute_url(), own),
        THOUSAND: (thousand.get_absolute_url(), own),
        THIRTY: (f"/discussions/{thirty.pk}/", own),
        LONGEST: (f"/discussions/{longest.pk}/", own),
        "the same, to who writes most in it": (f"/discussions/{longest.pk}/", BROWSER | {"Cookie": author}),
        SOUND: (spoken(three), own | {"Range": f"bytes={STRETCH}-{2 * STRETCH - 1}"}),
        "queue of the moderators": (QUEUE, desk),
        "comments with a word, at the desk": (f"{QUEUE}?q={texts.ONCE}", desk),
    }
    return {name: Asked(f"{address}{path}", headers) for name, (path, headers) in paths.items()}


def spoken(article: Article) -> str:
    """Let the article have a sound of three minutes, and return its address."""
    content = bytes(STRETCH * 24)
    named = {"digest": "0" * 64, "script_digest": "0" * 64, "voice": "pico:fr-FR"}
    made = Narration.objects.create(article=article, status="ready", seconds=180, size=len(content), **named)
    made.storage.save(made.file_name, ContentFile(content))
    return f"{reverse('audio', args=[article.pk])}?v={made.version}"


def with_three_comments() -> Article:
    """Return a free article under which three comments are shown, or nearly so."""
    shown = Count("comments", filter=Q(comments__status="published"))
    some = Article.objects.filter(pk__in=Article.objects.order_by("-id").values("pk")[:2000])
    free = some.filter(status="published", access="free").select_related("section").annotate(shown=shown)
    return free.filter(shown__gte=3).order_by("shown", "-id")[0]


def writers(address: str) -> list[Asked]:
    """Return a comment of each of those who take turns; sent twice, it is another text."""
    csrf = token()
    people = [one.user for one in Subscription.objects.running().select_related("user").order_by("id")[:WRITERS]]
    article = Article.objects.filter(status="published").order_by("-id")[KNOWN].pk
    return [
        Asked(
            f"{address}/discussions/{article}/", {"Cookie": cookie},
            urlencode({"csrfmiddlewaretoken": csrf, "author": person.pk}),
        )
        for person, cookie in zip(people, cookies(people, csrf), strict=True)
    ]  # fmt: skip


def _post(paper: Paper, what: str, writers: list[Asked], seconds: float) -> None:
    """Let the writers take turns; what was answered with success must be stored, each of it once."""
    before = Comment.objects.count()
    numbers = count(1)
    sent = (
        Asked(one.url, one.headers, f"{one.form}&{urlencode({'body': _said(next(numbers)), 'key': uuid4().hex})}")
        for one in cycle(writers)
    )
    answered = load.send(sent, writers[0].url, seconds)
    paper.note(what, answered)
    stored = Comment.objects.count() - before
    # What was on its way when the time was over may be stored as well.
    paper.failed[what] += max(0, answered.count - answered.failed - stored)
    connections["default"].close()


def _said(number: int) -> str:
    return f"Remarque {number} {uuid4().hex} : le pont rouvre, et personne ne l’avait dit aux riverains du quai."


def _memory(site: RunningSite) -> float:
    """Return what all processes of the site take, in MiB; of what they share, each its part (Linux)."""
    held = [Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii") for pid in site.processes()]
    return sum(int(one.partition("\nPss:")[2].split()[0]) for one in held) / 1024
