"""No page reads the whole of a table that grows: not of the comments, the articles, the members, what was decided."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection, models
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone

from comments.models import Charter, Comment, Report
from comments.models.connection_record import ConnectionRecord
from comments.models.legal_hold import LegalHold
from comments.models.sender import Sender
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.hearing import heard
from tests.comments.striking import last_decision
from tests.comments.trees import planted
from tests.newsroom import plans
from tests.newsroom.addresses import Address
from tests.newsroom.crawling import links
from tests.newsroom.planting import Edition

# Of pages that differ in a number alone, or in what a filter says, so many are asked for.
ALIKE = 2
DESK = "/admin/comments/"
# The lists of members, orders, articles and files are Django's own: they count their rows, ask for the first and the
# last day, and look for a part of a word. A hundred thousand rows take a tenth of a second, a few times a day.
STOCK = "/admin/"


@pytest.fixture
def busy(edition: Edition, maud: User, carole: User, paul: User, charter: Charter) -> None:
    """What waits at the desk and what was done there, each of it twice: a list of one page has no limit."""
    article, rule = edition.opened, charter.rules.get(number=1)
    basile, david = edition.writer, edition.lapsed
    for number in range(2):
        held = planted(article, basile)
        ConnectionRecord.objects.create(comment=held, act=ConnectionRecord.Act.POSTED, address="203.0.113.7")
        LegalHold.objects.place(held, by=paul, until=timezone.localdate() + timedelta(days=30), reason="Réquisition.")
        for status in ("pending", "hidden", "refused", "removed"):
            planted(article, basile, status=status)
        reported = planted(article, basile)
        answered = planted(article, basile)
        Report.objects.file(answered, sender=Sender(address=f"203.0.113.{9 + number}"), rule=rule)
        answered.keep(by=maud)
        Report.objects.file(reported, sender=Sender(address=f"203.0.113.{number}"), rule=rule)
        contested = planted(article, david)
        contested.remove(by=maud, rule=rule, explanation="Hors sujet.")
        heard(last_decision(contested), by=carole)
    factories.sanction(david, level="warning", by=carole, rule=rule)
    factories.sanction(basile, level="warning", by=carole, rule=rule)


@pytest.fixture
def short_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each list of the desk a second page: one that is whole on its first has no limit."""
    for one in admin.site._registry.values():
        monkeypatch.setattr(type(one), "list_per_page", 1)


def walk(client: Client, known: list[Address]) -> Iterator[str]:
    """Give each page before it is asked for: every address, and what leads from it to a page of another kind."""
    alike = Counter[tuple[str, tuple[str, ...]]]()
    waiting = [one.path for one in known if one.is_ours or one.path.startswith(STOCK)]
    seen: set[str] = set()
    for path in waiting:
        is_filter_of_stock = path.startswith(STOCK) and not path.startswith(DESK) and "?" in path
        if path in seen or is_filter_of_stock or alike[kind(path)] == ALIKE:
            continue
        seen.add(path)
        alike[kind(path)] += 1
        yield path
        answer = client.get(path)
        waiting.extend(links(path, answer))
        if path.startswith(DESK) and "?" not in path:
            waiting.append(f"{path}?q=clef")


def kind(path: str) -> tuple[str, tuple[str, ...]]:
    """Return what pages have in common that ask the database alike."""
    page, _mark, query = path.partition("?")
    try:
        route = resolve(page).route
    except Resolver404:
        route = ""
    return route, tuple(sorted(name for name, _value in parse_qsl(query, keep_blank_values=True)))


@pytest.mark.usefixtures("busy", "short_lists")
@pytest.mark.parametrize("reader", ["nobody", "subscriber", "everything"])
def test_no_page_reads_all_of_a_table_that_grows(edition: Edition, everywhere: list[Address], reader: str) -> None:
    client = Client()
    if reader == "subscriber":
        factories.let_in(client, edition.subscriber)
    if reader == "everything":
        factories.let_in(client, User.objects.create_superuser("tout@exemple.test", "Sait tout"))
    with plans.watched() as watch:
        for page in walk(client, everywhere):
            watch.page = page

    assert [said for said in watch.wrong.values() if said.startswith(DESK) or not said.startswith(STOCK)] == []


def test_without_its_index_a_query_is_seen_to_read_everything(db: None) -> None:
    with plans.watched() as watch:
        Comment.objects.filter(article=1).count()
        assert watch.wrong == {}
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX comment_article_status")
        Comment.objects.filter(article=2).exclude(status="pending").count()

    assert ["reads all of comments_comment" in said for said in watch.wrong.values()] == [True]


def test_no_index_repeats_the_beginning_of_another() -> None:
    repeated = []
    for model in (one for one in apps.get_models() if one._meta.db_table in plans.ours()):
        begins = {index.fields[0].lstrip("-") for index in model._meta.indexes if index.fields and not index.condition}
        begins |= {
            one.fields[0]
            for one in model._meta.constraints
            if isinstance(one, models.UniqueConstraint) and one.fields and not one.condition
        }
        alone = {one.name for one in model._meta.local_fields if getattr(one, "db_index", False) and not one.unique}
        repeated += [f"{model.__name__}.{name}" for name in sorted(alone & begins)]

    assert repeated == []
