"""What is asked for each page that members read is planned once by SQLite, and not again for each reader."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from comments.shared_sections import THEIRS
from newsroom.subscribers.models import User
from tests import factories

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="tells of SQLite's own planning")


@pytest.fixture
def leaves(transactional_db: None) -> Iterator[list[object]]:
    """Return what SQLite asks leave for: it does so while it plans, never while it runs what is planned."""
    asked: list[object] = []

    def leave(*what: object) -> int:
        asked.append(what)
        return 0

    # One of its own: that of the tests has been asked for more than any site's.
    connection.close()
    connection.ensure_connection()
    connection.connection.set_authorizer(leave)
    yield asked
    connection.connection.set_authorizer(None)


def test_a_member_s_own_is_not_looked_for_among_all_that_is_under_the_article(db: None) -> None:
    with CaptureQueriesContext(connection) as captured:
        THEIRS.all(person=1, article=2, now=timezone.now(), mark="")
    with connection.cursor() as cursor:
        # As where members wrote more than there is under most articles: a long discussion is another.
        cursor.execute("ANALYZE")
        cursor.execute("DELETE FROM sqlite_stat1 WHERE tbl = 'comments_comment'")
        for index, rows in (
            ("comment_article_status", "2 2 1"),
            ("comment_record", "99 9 1"),
            ("comment_author", "99 1"),
        ):
            cursor.execute("INSERT INTO sqlite_stat1 VALUES ('comments_comment', %s, %s)", [index, f"99999 {rows}"])
        cursor.execute("ANALYZE sqlite_schema")
        cursor.execute(f"EXPLAIN QUERY PLAN {captured[0]['sql']}")
        steps = [step for *_number, step in cursor.fetchall()]

    assert any("(author_id=?)" in step for step in steps)
    assert not any("article_id=?" in step for step in steps)


def test_an_article_is_shown_to_another_member_without_planning_anew(
    client: Client, walled_article: Article, alice: User, basile: User, edith: User, leaves: list[object]
) -> None:
    factories.comment(walled_article, edith, "Merci de vos réactions.")
    with connection.cursor() as cursor:
        # What SQLite knows of the tables' content is what would make it look at each value.
        cursor.execute("ANALYZE")
        for number in [*range(300)] * 3:
            cursor.execute(f"SELECT {number}")
    path = walled_article.get_absolute_url()
    for member in (alice, basile):
        client.force_login(member)
        assert client.get(path).status_code == 200
    client.force_login(alice)
    assert leaves
    leaves.clear()

    assert client.get(path).status_code == 200

    assert leaves == []
