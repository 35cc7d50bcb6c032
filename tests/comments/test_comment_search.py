"""The desk finds comments by the words of their text, whatever became of them; an erased one leaves no word."""

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from comments.models import Comment, QueuedComment, Status
from newsroom.subscribers.models import User
from tests import factories
from tests.words import words_of

INSULT = "Quel zygomatique, ce maire !"


@pytest.fixture
def insult(free_article: Article, basile: User) -> Comment:
    """A comment with a word that no other holds."""
    return factories.comment(free_article, basile, INSULT)


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.ERASED}))
def test_a_comment_of_any_status_is_found_by_its_words(status: str, insult: Comment, comment: Comment) -> None:
    Comment.objects.filter(pk=insult.pk).update(status=status)

    assert Comment.objects.containing("zygomatique maire").get() == insult


def test_what_has_no_word_finds_nothing(insult: Comment) -> None:
    assert not Comment.objects.containing("")
    assert not Comment.objects.containing(" … 😀")


def test_a_search_narrows_what_was_narrowed_before(insult: Comment, comment: Comment, maud: User) -> None:
    assert not Comment.objects.filter(author=comment.author).containing("zygomatique")
    assert Comment.objects.reachable().containing("zygomatique").get() == insult
    assert Comment.objects.containing("zygomatique").reachable().get() == insult
    assert Comment.objects.exclude(pk__in=Comment.objects.containing("zygomatique")).get() == comment


def test_the_queue_is_searched_as_well(insult: Comment, comment: Comment) -> None:
    Comment.objects.update(status=Status.PENDING)

    assert QueuedComment.objects.waiting().containing("zygomatique").get().pk == insult.pk


def test_an_edited_comment_is_found_by_its_current_text(insult: Comment) -> None:
    Comment.objects.filter(pk=insult.pk).update(body="Quel maire !", revision=2)

    assert not Comment.objects.containing("zygomatique")
    assert Comment.objects.containing("quel maire").get() == insult


def test_a_search_is_two_queries(insult: Comment, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        list(Comment.objects.containing("zygomatique")[:50])


@pytest.mark.django_db(transaction=True)
def test_an_erased_comment_leaves_no_word_in_the_index(insult: Comment, comment: Comment) -> None:
    assert {"zygomatique", "maire"} < words_of("comments_comment")
    assert connection.vendor != "sqlite" or b"zygomatique" in bytes_of_index()

    Comment.objects.get(pk=insult.pk).erase(by=insult.author)

    assert words_of("comments_comment") == {"enfin"}
    assert connection.vendor != "sqlite" or b"zygomatique" not in bytes_of_index()
    assert not Comment.objects.containing("zygomatique")


def bytes_of_index() -> bytes:
    """Return what SQLite keeps of the words, those it marked as gone among them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT block FROM comments_comment_words_data")
        return b"".join(block for (block,) in cursor.fetchall())
