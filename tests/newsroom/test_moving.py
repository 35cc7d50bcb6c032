"""A paper moves from SQLite to PostgreSQL: every row with its key, all or nothing, and serves the same pages."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from newsroom import moving
from newsroom.search_indexes import INDEXES
from tests.running import RunningSite, own_database

LINK = re.compile(r'href="(/[^"#]*)')
# Drawn anew for each answer.
DRAWN = re.compile(rb'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"')
READERS = {"nobody": "", "a subscriber": "Subscription.objects.running().earliest('id').user"}
READERS["the chief moderator"] = "User.objects.filter(groups__name='Chief moderator')[0]"
READERS["an editor"] = "User.objects.filter(groups__name='Editor')[0]"
STARTS = {"nobody": ["/", "/feed/"], "a subscriber": ["/", "/account/"]}
PAGES = 40
# Files; what ends the session; what each database puts in an order of its own; a new article has a new number.
NOT_CRAWLED = ("/static/", "/media/", "/accounts/logout", "/search/?", "/admin/articles/article/add/")
SEARCH = "/search/?q=pont"
SAME = {"NEWSROOM_ADDRESS": "http://localhost"}

on_postgresql = pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="a paper moves to PostgreSQL: DATABASE_URL"
)


@pytest.fixture(scope="module")
def full(demonstration: RunningSite, tmp_path_factory: pytest.TempPathFactory) -> RunningSite:
    """The demonstration on SQLite, with a row in every table; the last entry of the audit is gone."""
    data = tmp_path_factory.mktemp("full")
    # They take longest of all to make, and are the same whatever the database.
    shutil.copytree(demonstration.data / "static", data / "static")
    site = RunningSite(data, **SAME)
    site.manage("migrate", "--verbosity", "0")
    site.manage("demo")
    environ = site.environ | {"DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    subprocess.run(
        [sys.executable, "-m", "tests.newsroom.every_table"],
        cwd=settings.ROOT,
        env=environ,
        check=True,
        capture_output=True,
    )
    with closing(database(site)) as old, old:
        old.execute("DROP TRIGGER audit_entry_kept_delete")
        old.execute("DELETE FROM audit_entry WHERE id = (SELECT max(id) FROM audit_entry)")
    return site


@pytest.fixture
def paper(full: RunningSite, tmp_path: Path) -> Iterator[RunningSite]:
    """A copy of it, for one test alone."""
    shutil.copytree(full.data, tmp_path / "paper")
    site = RunningSite(tmp_path / "paper", **SAME)
    yield site
    if site.is_running:
        site.kill()


@pytest.fixture(scope="module")
def as_made(full: RunningSite) -> Iterator[str]:
    """The address of a PostgreSQL database that `migrate` made, and nobody used."""
    with own_database() as address:
        RunningSite(full.data, address).manage("migrate", "--verbosity", "0")
        yield address


@pytest.fixture
def new(paper: RunningSite, as_made: str) -> Iterator[RunningSite]:
    """The same folder with a copy of that database."""
    with own_database(like=as_made) as address:
        site = RunningSite(paper.data, address, **SAME)
        yield site
        if site.is_running:
            site.kill()


def database(site: RunningSite) -> sqlite3.Connection:
    """Open the SQLite database of the site."""
    return sqlite3.connect(site.data / "newsroom.sqlite3")


def moved(new: RunningSite, *, well: bool = True) -> str:
    """Move the paper of the folder; return what was said."""
    old = f"sqlite:///{new.data / 'newsroom.sqlite3'}"
    done = new.manage("move_database", "--from", old, check=False)
    assert (done.returncode == 0) is well, done.stderr
    return done.stdout if well else done.stderr


def state(new: RunningSite) -> tuple[dict[str, int], list[tuple[object, ...]]]:
    """Return how many rows each table holds, and the triggers that stand."""
    with closing(psycopg.connect(new.environ["DATABASE_URL"])) as now:
        tables = [table.name for table in moving.tables()]
        counts = {name: now.execute(f'SELECT count(*) FROM "{name}"').fetchall()[0][0] for name in tables}  # noqa: S608
        return counts, now.execute(moving.TRIGGERS).fetchall()


def signed_in(site: RunningSite) -> dict[str, str]:
    """Return each reader's cookies, whose sessions are rows of the database."""
    people = ", ".join(filter(None, READERS.values()))
    code = (
        "from tests.benchmarks.signed_in import cookies;"
        "from newsroom.subscribers.models import Subscription, User;"
        f"print(*cookies([{people}], 'c' * 32), sep='\\n')"
    )
    said = site.manage("shell", "--no-imports", "-c", code).stdout.split("\n")
    return {"nobody": "", **dict(zip([name for name in READERS if name != "nobody"], said, strict=False))}


def page(site: RunningSite, path: str, cookie: str) -> tuple[int, str | None, bytes]:
    """Return what somebody is answered: the same name for both sites, and what is drawn is left out."""
    with closing(HTTPConnection("127.0.0.1", site.port, timeout=30)) as line:
        line.request("GET", path, headers={"Host": "localhost"} | ({"Cookie": cookie} if cookie else {}))
        answer = line.getresponse()
        return answer.status, answer.headers["Location"], DRAWN.sub(b"", answer.read())


def found(page: tuple[int, str | None, bytes]) -> set[str]:
    """Return where a page leads."""
    return set(LINK.findall(page[2].decode()))


def crawled(site: RunningSite, cookie: str, first: list[str]) -> dict[str, tuple[int, str | None, bytes]]:
    """Return what is answered at these addresses and those that they lead to."""
    seen: dict[str, tuple[int, str | None, bytes]] = {}
    waiting = list(first)
    while waiting and len(seen) < PAGES:
        path = waiting.pop(0).replace("&amp;", "&")
        if path in seen or path.startswith(NOT_CRAWLED):
            continue
        seen[path] = page(site, path, cookie)
        waiting += LINK.findall(seen[path][2].decode(errors="replace"))
    return seen


@on_postgresql
def test_the_paper_that_moved_is_the_same_and_goes_on(paper: RunningSite, new: RunningSite) -> None:
    cookies, triggers = signed_in(paper), state(new)[1]

    said = moved(new)

    counts, stand = state(new)
    assert min(counts.values()) > 0, counts
    assert stand == triggers
    assert f"{counts['comments_comment']:9}  the same" in said
    # Side by side: a page may say how long ago something was.
    paper.serve("--workers", "1", "--no-worker")
    new.serve("--workers", "1", "--no-worker")
    for who, cookie in cookies.items():
        shown = crawled(paper, cookie, STARTS.get(who, ["/admin/"]))
        assert len(shown) > 20, who
        for path in shown:
            assert page(new, path, cookie) == page(paper, path, cookie), f"{path} for {who}"
    assert found(page(new, SEARCH, "")) == found(page(paper, SEARCH, ""))
    with closing(psycopg.connect(new.environ["DATABASE_URL"])) as now:
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
            now.execute("UPDATE audit_entry SET action = 'rewritten'")
        now.rollback()
        # The number of the entry that was deleted is not given again.
        (last,) = now.execute("SELECT max(id) FROM audit_entry").fetchall()[0]
        values = "(at, action, subject, detail) VALUES (now(), '', '', '{}')"
        written = now.execute(f"INSERT INTO audit_entry {values} RETURNING id").fetchall()
        assert written == [(last + 2,)]


@on_postgresql
@pytest.mark.parametrize(
    ("damage", "named"),
    [
        ("UPDATE subscribers_plan SET name = 'a' || char(0) WHERE id = 2", r"subscribers_plan, row 2: .*NUL"),
        (
            "UPDATE subscribers_plan SET slug = hex(zeroblob(99)) WHERE id = 2",
            r"subscribers_plan, row 2, slug: .* long",
        ),
        ("UPDATE articles_byline SET contributor_id = 99 WHERE id = 3", r"'articles_byline' with primary key '3'.*99"),
    ],
)
def test_a_row_that_cannot_move_is_named_and_nothing_moves(
    paper: RunningSite, new: RunningSite, damage: str, named: str
) -> None:
    as_made = state(new)
    with closing(database(paper)) as old, old:
        old.execute(damage)

    said = moved(new, well=False)

    assert re.search(named, said), said
    assert "Nothing was moved" in said
    assert state(new) == as_made


@on_postgresql
def test_a_database_with_rows_of_its_own_is_left_alone(new: RunningSite) -> None:
    moved(new)
    as_moved = state(new)

    assert "not empty: rows in account_emailaddress" in moved(new, well=False)

    assert state(new) == as_moved


@on_postgresql
def test_nothing_moves_while_somebody_writes_or_from_another_version(paper: RunningSite, new: RunningSite) -> None:
    as_made = state(new)
    with closing(database(paper)) as old:
        old.execute("BEGIN IMMEDIATE")
        assert "Stop the site" in moved(new, well=False)
        old.rollback()
        old.execute("DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations)")
        old.commit()

    assert "The old database: The database lacks 1 migrations" in moved(new, well=False)

    assert state(new) == as_made


@pytest.mark.django_db
def test_no_table_is_forgotten() -> None:
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        words = tuple(index.name for index in INDEXES)
        known = {table.name for table in moving.tables()} | moving.MADE_ANEW | {moving.CACHE}
        assert {name for name in there if not name.startswith(words)} == known & there
        held = [table.name for table in moving.tables() if moving.holds_rows(cursor, table.name)]
    # Before anybody used it.
    assert set(held) == moving.MADE_BY_MIGRATE


def test_where_to_and_where_from_are_asked_for(tmp_path: Path) -> None:
    done = RunningSite(tmp_path).manage("move_database", "--from", "sqlite:////nowhere.sqlite3", check=False)

    assert done.returncode == 1
    assert "DATABASE_URL: write the address of the PostgreSQL" in done.stderr
