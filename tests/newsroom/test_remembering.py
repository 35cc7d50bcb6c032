"""What is worked out of many rows is worked out again as soon as one of them changed, and not before."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from comments import structured_data, threads
from newsroom.lib import remembering, rendering
from newsroom.lib.shelf import Shelf
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
    monkeypatch.setattr(remembering, "_known", Shelf(remembering.MOST_BYTES, 3))
    for number in range(10):
        remembering.remembered(("test", number), number, int)

    assert len(remembering._known) == 3


def test_an_album_is_asked_for_all_that_its_parts_are_made_of(transactional_db: None, free_article: Article) -> None:
    def made_of_another() -> str:
        rendering.shows(free_article.pk)
        return "made"

    assert remembering.album("test", 7).part("one", made_of_another) == "made"
    assert remembering.album("test", 7).part("one", str) == "made"

    factories.narration(free_article)
    assert remembering.album("test", 7).part("one", str) == ""


def test_who_was_shown_an_album_of_fewer_things_is_not_shown_a_part_that_is_made_of_more(
    transactional_db: None, free_article: Article
) -> None:
    before, beside = remembering.album("test", 7), remembering.album("test", 7)
    beside.part("one", lambda: rendering.shows(free_article.pk))

    assert before.part("one", lambda: "made anew") == "made anew"


def test_a_part_tells_each_page_what_it_is_made_of(transactional_db: None, free_article: Article) -> None:
    until = timezone.now() + timedelta(hours=1)

    def made() -> None:
        rendering.shows(free_article.pk)
        rendering.holds_until(until)

    for _time in range(2):
        with rendering.heard() as heard:
            remembering.remembered("test", 7, made)
        assert (heard.articles, heard.until) == ({free_article.pk}, until)


def test_what_the_clock_ended_is_worked_out_again(transactional_db: None) -> None:
    past = timezone.now() - timedelta(seconds=1)
    remembering.remembered("test", 7, lambda: rendering.holds_until(past))

    assert remembering.remembered("test", 7, lambda: "anew") == "anew"


def test_what_is_old_is_worked_out_again_since_notes_are_not_kept_for_ever(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert remembering.remembered("test", 7, lambda: "first") == "first"
    assert remembering.remembered("test", 7, lambda: "second") == "first"

    monkeypatch.setattr(remembering, "KEPT_SECONDS", 0)
    assert remembering.remembered("test", 7, lambda: "second") == "second"


def test_it_takes_no_more_memory_than_it_may(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "_known", Shelf(10_000, remembering.MOST))
    monkeypatch.setattr(remembering, "OVERHEAD", 10)
    for number in range(10):
        remembering.remembered(("test", number), number, lambda: "x" * 3000)

    assert list(remembering._known) == [("test", 7), ("test", 8), ("test", 9)]
