"""Readers who never stop and one writer: each answer must show all that was acknowledged before it was asked for."""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from itertools import count, cycle
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from django.db import connection, connections

from articles.models import Article
from comments.models import Comment, Policy
from newsroom import page_changes
from newsroom.subscribers.models import Subscription, User
from tests.benchmarks import filling, measuring
from tests.benchmarks.archive import KNOWN
from tests.benchmarks.shown import Truth
from tests.benchmarks.signed_in import cookies, token
from tests.running import RunningSite

READERS, WRITERS, ARTICLES = 8, 500, 4
# After so many requests a connection is left for another, which another worker may take.
A_CONNECTION = 100
# So many comments of ours stand under an article, at most.
STANDING = 8


class Writer:
    """One writer for all: a deed is over once it is acknowledged."""

    def __init__(self, site: RunningSite, seed: int) -> None:
        self.site, self.truth, self.done = site, Truth(), Counter[str]()
        self.chance = random.Random(seed)  # noqa: S311 - a run that can be repeated
        self.numbers = count(1)
        self.moderator = User.objects.named_like(filling.MODERATOR).get()
        members = [one.user for one in Subscription.objects.running().select_related("user").order_by("id")[:WRITERS]]
        self.csrf = token()
        self.members = cycle(zip(members, cookies(members, self.csrf), strict=True))
        known = Article.objects.order_by("-id").values("pk")[:KNOWN]
        free = (
            Article.objects.published().filter(access="free").exclude(pk__in=list(known.values_list("pk", flat=True)))
        )
        self.articles = list(free.select_related("section").latest_first()[:ARTICLES])
        self.headlines: dict[int, str] = {}
        self.standing: dict[int, list[tuple[str, Comment]]] = {article.pk: [] for article in self.articles}
        self.waiting: list[tuple[str, Comment]] = []
        # What is said of a member for the first time waits for a moderator.
        Policy.objects.revise(by=self.moderator, first_comments_held=1, closes_after_days=0)
        for article in self.articles:
            self.edit(article)

    @property
    def paths(self) -> list[str]:
        """The pages that are read."""
        own = [path for article in self.articles for path in self._discussed(article)]
        return [*own, *{path for article in self.articles for path in self._listed(article)}]

    def do(self) -> None:
        """Write something."""
        article = self.chance.choice(self.articles)
        deeds = [self.post] * 4 + [self.approve] * 2 + [self.withdraw] * 2 + [self.edit] * 2 + [self.take_back]
        self.chance.choice(deeds)(article)

    def post(self, article: Article) -> None:
        """Send a comment, as a browser does."""
        if len(self.standing[article.pk]) >= STANDING:
            self.withdraw(article)
            return
        mark = self._mark()
        _member, cookie = next(self.members)
        said = {"body": f"Une {mark} sur le quai, que personne n’avait vue.", "key": str(uuid4()), "author": _member.pk}
        with self.truth.changing(mark):
            status = self._send(f"/discussions/{article.pk}/", cookie, said)
            comment = Comment.objects.select_related("author").filter(body__contains=mark).first()
            if comment is None:
                raise RuntimeError(f"a comment was answered with {status}")
            is_shown = comment.status == "published"
            self.truth.note(mark, self._discussed(article), is_shown=is_shown)
        self.done["posted" if is_shown else "posted, to wait"] += 1
        (self.standing[article.pk] if is_shown else self.waiting).append((mark, comment))

    def approve(self, article: Article) -> None:
        if not self.waiting:
            self.post(article)
            return
        mark, comment = self.waiting.pop(0)
        own = next(one for one in self.articles if one.pk == comment.article_id)
        with self.truth.changing(mark):
            comment.publish(by=self.moderator)
            self.truth.note(mark, self._discussed(own), is_shown=True)
        self.done["approved"] += 1
        self.standing[own.pk].append((mark, comment))

    def withdraw(self, article: Article) -> None:
        if not self.standing[article.pk]:
            self.post(article)
            return
        mark, comment = self.standing[article.pk].pop(0)
        with self.truth.changing(mark):
            comment.withdraw(by=comment.author)
            self.truth.note(mark, self._discussed(article), is_shown=False)
        self.done["withdrawn"] += 1

    def edit(self, article: Article) -> None:
        """Give it another headline."""
        mark, former = self._mark(), self.headlines.get(article.pk)
        article.refresh_from_db()
        article.headline = f"Le pont et sa {mark}"
        with self.truth.changing(mark, *filter(None, [former])):
            article.revise(by=None, fields={"headline"})
            self._show_headline(article, mark, is_shown=True)
            if former:
                self._show_headline(article, former, is_shown=False)
        self.headlines[article.pk] = mark
        self.done["edited"] += 1

    def take_back(self, article: Article) -> None:
        """Withdraw the article, and publish it again."""
        mark = self.headlines[article.pk]
        under = [one for one, _comment in self.standing[article.pk]]
        for is_shown, verb in ((False, Article.withdraw), (True, Article.publish)):
            article.refresh_from_db()
            with self.truth.changing(mark, *under):
                verb(article, by=None)
                self._show_headline(article, mark, is_shown=is_shown)
                for one in under:
                    self.truth.note(one, self._discussed(article), is_shown=is_shown)
            self.done["article published" if is_shown else "article withdrawn"] += 1

    def _show_headline(self, article: Article, mark: str, *, is_shown: bool) -> None:
        self.truth.note(mark, [article.get_absolute_url(), *self._listed(article)], is_shown=is_shown)

    def _mark(self) -> str:
        return f"marque{next(self.numbers):06}"

    def _discussed(self, article: Article) -> list[str]:
        return [article.get_absolute_url(), f"/discussions/{article.pk}/"]

    def _listed(self, article: Article) -> list[str]:
        return ["/feed/", f"/{article.section.slug}/feed/", f"/{article.section.slug}/", "/"]

    def _send(self, path: str, cookie: str, form: dict[str, object]) -> int:
        with closing(HTTPConnection("127.0.0.1", self.site.port, timeout=60)) as line:
            kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
            line.request("POST", path, urlencode(form | {"csrfmiddlewaretoken": self.csrf}), kind)
            return line.getresponse().status


class Reader(threading.Thread):
    """Reads one page after the other, signed out."""

    def __init__(self, site: RunningSite, truth: Truth, paths: list[str], seed: int) -> None:
        super().__init__(daemon=True)
        self.site, self.truth, self.paths = site, truth, paths
        self.chance = random.Random(seed)  # noqa: S311 - a run that can be repeated
        self.ends = threading.Event()
        self.read, self.statuses, self.stale = 0, Counter[int](), list[str]()

    def run(self) -> None:
        while not self.ends.is_set():
            with closing(HTTPConnection("127.0.0.1", self.site.port, timeout=60)) as line:
                for _request in range(A_CONNECTION):
                    if self.ends.is_set():
                        return
                    self._look(line, self.chance.choice(self.paths))

    def _look(self, line: HTTPConnection, path: str) -> None:
        before = self.truth.page(path)
        line.request("GET", path, headers={"Accept-Encoding": "identity"})
        answer = line.getresponse()
        body = answer.read()
        self.stale += [f"{path}: {mark}" for mark in self.truth.stale(path, before, body)]
        self.statuses[answer.status] += 1
        self.read += 1


def run(*, requests: int, reads_a_write: int, workers: int, seed: int, blind: bool, folder: Path) -> Iterator[str]:
    """Yield what was asked, what was written, and how many answers were stale."""
    with measuring.filled(1000, folder, articles=100, members=1000) as url:
        site = RunningSite(folder, url)
        site.manage("collectstatic", "--noinput", "--verbosity", "0")
        site.serve("--workers", str(workers), "--no-worker")
        try:
            writer = Writer(site, seed)
            if blind:
                page_changes.remove(connection)
            readers = [Reader(site, writer.truth, writer.paths, seed + number) for number in range(READERS)]
            began = time.perf_counter()
            for reader in readers:
                reader.start()
            _write(writer, readers, requests, reads_a_write)
            seconds = time.perf_counter() - began
        finally:
            connections["default"].close()
            site.kill()
        yield from _said(writer, readers, seconds)


def _write(writer: Writer, readers: list[Reader], requests: int, reads_a_write: int) -> None:
    """Write something each time that so many pages were read, until all requests were made."""
    next_at = 0
    while all(one.is_alive() for one in readers):
        read = sum(one.read for one in readers)
        if read + writer.done.total() >= requests:
            break
        if read >= next_at:
            writer.do()
            next_at = read + reads_a_write
        time.sleep(0.001)
    for one in readers:
        one.ends.set()
    for one in readers:
        one.join()


def _said(writer: Writer, readers: list[Reader], seconds: float) -> Iterator[str]:
    statuses: Counter[int] = sum((one.statuses for one in readers), Counter())
    stale = [one for reader in readers for one in reader.stale]
    yield f"{connection.vendor}: {statuses.total()} reads of {len(writer.paths)} pages over {len(readers)} connections"
    yield f"  answered {', '.join(f'{status}: {number}' for status, number in sorted(statuses.items()))}"
    yield f"  {writer.done.total()} writes: {', '.join(f'{what} {number}' for what, number in writer.done.items())}"
    yield f"  in {seconds:.0f} s; stale answers: {len(stale)}"
    yield from (f"    {one}" for one in stale[:10])
