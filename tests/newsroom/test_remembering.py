"""What is worked out of many rows is worked out again as soon as one of them changed, and not before."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments import structured_data, threads
from newsroom.lib import remembering
from newsroom.subscribers.models import User
from tests import factories


def queries(article: Article) -> int:
    """Return how many queries it takes to say how much was said under the article."""
    with CaptureQueriesContext(connection) as captured:
        threads.count(article)
        structured_data.of(article)
    return len(captured)


def test_the_comments_are_counted_once_and_again_when_one_came(
    transactional_db: None, free_article: Article, alice: User, basile: User
) -> None:
    factories.comment(free_article, alice, "Enfin !")
    threads.count(free_article)
    structured_data.of(free_article)
    assert queries(free_article) == 0

    second = factories.comment(free_article, basile, "Oui.")
    assert threads.count(free_article) == 2
    assert structured_data.of(free_article)["commentCount"] == 2

    second.withdraw(by=basile)
    assert threads.count(free_article) == 1
    User.objects.filter(pk=alice.pk).update(display_name="Alix")
    assert structured_data.of(free_article)["comment"][0]["author"]["name"] == "Alix"
    threads.count(free_article)
    assert queries(free_article) == 0


def test_what_a_transaction_wrote_is_counted_in_it(
    transactional_db: None, free_article: Article, alice: User, basile: User
) -> None:
    assert threads.count(free_article) == 0

    with transaction.atomic():
        factories.comment(free_article, alice, "Enfin !")
        assert threads.count(free_article) == 1
        transaction.set_rollback(True)

    assert threads.count(free_article) == 0


def test_it_remembers_no_more_than_it_has_room_for(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "MOST", 3)
    for number in range(10):
        remembering.remembered(("test", number), number, int)

    assert len(remembering._known) == 3
