"""What a page of the moderators' desk costs with few comments and with many, in the same run."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments.models import Charter, Comment
from newsroom.lib import service_urls
from newsroom.subscribers.models import User
from tests import factories
from tests.benchmarks import filling, people, texts
from tests.comments.desk import ARCHIVE, QUEUE, examination
from tests.running import own_database

PLAIN_STATIC = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@dataclass
class Paper:
    """One of the two sites: its database, a moderator who is signed in, and what the pages cost there."""

    database: Any
    client: Client
    addresses: dict[str, str]
    queries: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def open(self, page: str) -> None:
        """Ask for the page once, and note how long that took."""
        connections["default"] = self.database
        began = time.perf_counter()
        answer = self.client.get(self.addresses[page])
        self.seconds.setdefault(page, []).append(time.perf_counter() - began)
        if answer.status_code != 200:
            raise RuntimeError(f"{self.addresses[page]} answers {answer.status_code}")

    def count(self, page: str) -> None:
        """Note how many queries the page takes, once it was seen: the first look is noted on the comments."""
        self.open(page)
        with CaptureQueriesContext(connection) as queries:
            self.open(page)
        self.queries[page] = len(queries)
        self.seconds[page].clear()


def run(*, rows: int, small: int, times: int, folder: Path) -> Iterator[str]:
    """Yield the lines of the table: each page with `small` comments and with `rows`."""
    with ExitStack() as stack, override_settings(STORAGES=settings.STORAGES | PLAIN_STATIC):
        papers = [stack.enter_context(_paper(count, folder)) for count in (small, rows)]
        yield f"{connection.vendor}: {small:_} and {rows:_} comments, median of {times} requests".replace("_", " ")
        yield f"{'page':<34}{'queries':>12}{'ms':>18}{'ratio':>8}"
        for page in papers[0].addresses:
            for paper in papers:
                paper.count(page)
            # In turn, so that whatever else the machine does falls on both.
            for paper in papers * times:
                paper.open(page)
            yield line(page, *papers)


def line(page: str, few: Paper, many: Paper) -> str:
    """Return what the page costs in both, and how many times as much in the second."""
    little, much = (1000 * median(paper.seconds[page]) for paper in (few, many))
    queries = f"{few.queries[page]} / {many.queries[page]}"
    return f"{page:<34}{queries:>12}{f'{little:.1f} / {much:.1f}':>18}{much / little:>8.2f}"


@contextmanager
def _paper(rows: int, folder: Path) -> Iterator[Paper]:
    with filled(rows, folder):
        yield Paper(connections["default"], signed_in(), addresses())


@contextmanager
def filled(rows: int, folder: Path, **more: int) -> Iterator[str]:
    """Connect to a new database with so many comments, in the folder or on DATABASE_URL's server; give its address."""
    with own_database() as url:
        url = url or f"sqlite:///{folder}/{rows}.sqlite3"
        entry = service_urls.database(url)
        # One connection, kept: a pool would be shared by all that is called `default`, and nothing may end early.
        entry["OPTIONS"] = {name: value for name, value in entry["OPTIONS"].items() if name not in ("pool", "options")}
        connections.settings["default"] = connections.configure_settings({"default": entry})["default"]
        database = connections["default"] = connections.create_connection("default")
        try:
            call_command("migrate", verbosity=0)
            filling.fill(rows, **more)
            yield url
        finally:
            database.close()


def signed_in() -> Client:
    """Return a client with which the moderator looks at the desk."""
    client = Client(SERVER_NAME="localhost")
    moderator = User.objects.named_like(filling.MODERATOR).get()
    factories.let_in(client, moderator)
    return client


def addresses() -> dict[str, str]:
    """Return the pages that are measured."""
    comments, wordy = Comment.objects.order_by("id"), User.objects.named_like(people.WORDY).get()
    moderator = User.objects.named_like(filling.MODERATOR).get()
    charter = Charter.objects.current()
    assert charter is not None
    waiting = comments.filter(status="pending")
    article = Article.objects.order_by("id")[Article.objects.count() // 2]
    filters = {
        "a member of many comments": f"member={people.WORDY}",
        "a member of few": f"member={people.name(people.QUIET)}",
        "section": f"section={article.section_id}",
        "article": f"article={article.pk}",
        "rule": f"rule={charter.rules.order_by('number')[1].number}",
        "moderator": f"moderator={moderator.pk}",
        "a day": "age=day",
        "a week": "age=week",
        "a month": "age=month",
        "older": "age=older",
        "a word in twenty comments": f"q={texts.OFTEN}",
        "a word in one comment": f"q={texts.ONCE}",
        "refused": "status__exact=refused",
        "withdrawn": "status__exact=withdrawn",
    }
    return {
        "the admin's first page": "/admin/",
        "queue": QUEUE,
        "queue, deep": f"{QUEUE}?after={waiting[waiting.count() // 2].pk}",
        **{f"queue, {kind}": f"{QUEUE}?kind={kind}" for kind in ("illegal", "pending", "reported", "hidden")},
        "archive": ARCHIVE,
        "archive, deep": f"{ARCHIVE}?after={comments[comments.count() // 2].pk}",
        **{f"archive: {name}": f"{ARCHIVE}?{query}" for name, query in filters.items()},
        "queue: section": f"{QUEUE}?section={article.section_id}",
        "queue: a word in one comment": f"{QUEUE}?q={texts.ONCE}",
        "a member's record": f"/admin/comments/sanction/member/{wordy.pk}/",
        "examination": examination(waiting[0]),
        "examination, of that member": examination(
            comments.filter(author=wordy, parent=None, status="published")[10], archive=True
        ),
        "figures": "/admin/comments/decision/figures/",
    }
