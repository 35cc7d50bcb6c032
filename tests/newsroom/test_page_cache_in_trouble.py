"""The page cache when all come at once, and when the database does not answer."""

import threading
import time
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.db import connection, connections

from articles.models import Article, Section
from newsroom.lib import asking, changes
from newsroom.lib.changes import Reader
from newsroom.lib.changes.watch import Gone
from tests import factories
from tests.newsroom.cached import Answer, Site

READERS = 12


@pytest.fixture
def site(transactional_db: None) -> Site:
    """The paper behind a page cache."""
    return Site()


def broken(*request: object) -> list[bytes]:
    """Stand for an application that fails."""
    raise RuntimeError("the server broke")


def at_once(ask: Callable[[], Answer], number: int = READERS) -> list[Answer]:
    """Return what so many readers get who ask at the same moment."""
    answers: list[Answer] = []
    start = threading.Barrier(number)

    def reader() -> None:
        start.wait()
        try:
            answers.append(ask())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=reader) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def ask_into(answers: list[Answer], site: Site) -> None:
    """Ask for the front page in a thread of its own."""
    answers.append(site.get("/"))
    connections.close_all()


def test_a_page_that_everybody_wants_is_made_once(site: Site, free_article: Article) -> None:
    address = free_article.get_absolute_url()

    answers = at_once(lambda: site.get(address))

    assert len(answers) == READERS
    assert {answer.body for answer in answers} == {site.get(address).body}
    assert site.made == [address]


def test_who_comes_while_it_is_made_gets_nothing_from_before_they_came(site: Site, politics: Section) -> None:
    slow, go_on = threading.Event(), threading.Event()
    django = site.cache._paper

    def held_up(*request: object) -> object:
        pieces = django(*request)  # type: ignore[arg-type]
        if not slow.is_set():
            slow.set()
            go_on.wait(10)
        return pieces

    site.cache._paper = held_up  # type: ignore[assignment]
    early: list[Answer] = []
    first = threading.Thread(target=ask_into, args=(early, site))
    first.start()
    slow.wait(10)
    factories.article(politics, "Entre-temps")
    late: list[Answer] = []
    others = [threading.Thread(target=ask_into, args=(late, site)) for _ in range(4)]
    for one in others:
        one.start()
    time.sleep(0.2)
    go_on.set()
    for one in (first, *others):
        one.join()

    assert "Entre-temps" not in early[0].text
    assert len(late) == 4
    assert all("Entre-temps" in answer.text for answer in late)
    # For all four who came later together: one of them made it.
    assert len(site.made) == 2


def test_one_that_cannot_be_kept_holds_nobody_up(site: Site, db: None) -> None:
    answers = at_once(lambda: site.get("/nulle-part/"))

    assert {answer.status for answer in answers} == {404}
    assert len(site.cache.shelf) == 0
    assert site.cache._flights == {}


def test_a_page_whose_making_fails_is_not_kept_and_fails_for_nobody_else(site: Site, free_article: Article) -> None:
    django = site.cache._paper
    site.cache._paper = broken
    with pytest.raises(RuntimeError):
        site.get("/")

    site.cache._paper = django
    assert site.get("/").status == 200
    assert site.cache._flights == {}


@pytest.fixture
def dead(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Return what takes the database away from the cache, and gives it back."""
    answers = True
    opened = changes.reader

    def reader() -> Reader:
        if not answers:
            raise Gone("down")
        return opened()

    monkeypatch.setattr(changes, "reader", reader)
    monkeypatch.setattr(asking, "PAUSE_SECONDS", 0)

    def take_away(away: bool) -> None:
        nonlocal answers
        answers = not away

    return take_away


def cut(site: Site) -> None:
    """Break the connection that the cache has in this thread."""
    site.cache._database._own.reader.close()


def test_a_dead_database_leaves_the_last_good_page_and_says_its_age(
    site: Site, free_article: Article, dead: Callable[[bool], None], caplog: pytest.LogCaptureFixture
) -> None:
    before = site.get("/")
    dead(True)
    cut(site)

    answers = [site.get("/") for _ in range(3)]

    assert {answer.body for answer in answers} == {before.body}
    assert all(int(answer.headers["Age"]) <= 5 for answer in answers)
    assert site.made == ["/"]
    # Told once, not with each page.
    assert [record.name for record in caplog.records] == ["newsroom.page_cache"]
    dead(False)
    assert "Age" not in site.get("/").headers


def test_a_page_that_is_past_its_time_is_given_too_while_the_database_is_dead(
    site: Site, free_article: Article, dead: Callable[[bool], None]
) -> None:
    site.get("/")
    for page, _size in site.cache.shelf._things.values():
        page.until = 0
    dead(True)
    cut(site)

    assert int(site.get("/").headers["Age"]) <= 5


def test_it_is_given_no_longer_than_the_operator_said(
    site: Site, free_article: Article, dead: Callable[[bool], None], settings: LazySettings
) -> None:
    settings.STALE_MINUTES = 0
    site.get("/")
    dead(True)
    cut(site)
    time.sleep(0.01)

    # Nobody can tell whether it is right: it is made, here by a Django that has its own connection.
    assert "Age" not in site.get("/").headers
    assert site.made == ["/", "/"]


def test_what_is_known_to_have_changed_is_never_given_again(
    site: Site, free_article: Article, dead: Callable[[bool], None]
) -> None:
    site.get("/")
    free_article.withdraw(by=None)
    site.cache._paper = broken
    with pytest.raises(RuntimeError):
        site.get("/")
    dead(True)
    cut(site)

    with pytest.raises(RuntimeError):
        site.get("/")


def test_a_database_that_was_started_again_is_asked_again_at_once(site: Site, free_article: Article) -> None:
    site.get("/")
    cut(site)

    assert "Age" not in site.get("/").headers
    assert site.made == ["/"]


def test_a_database_that_nobody_migrated_makes_a_slow_site_and_no_broken_one(site: Site, free_article: Article) -> None:
    site.get("/")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE newsroom_change RENAME TO newsroom_elsewhere")
    try:
        for path in ("/", "/", "/charter/"):
            answer = site.get(path)
            assert answer.status == 200
            assert "Age" not in answer.headers
        assert site.made == ["/", "/", "/", "/charter/"]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE newsroom_elsewhere RENAME TO newsroom_change")
