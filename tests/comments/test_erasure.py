"""What an author leaves behind when their texts are erased: a place in the thread, and no word."""

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.test import Client

from comments.models import Comment, MoveNotAllowed, Revision, Status
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.pages import Discussion, text_of


def text_columns() -> list[tuple[str, str]]:
    """Return every column of the project's tables that can hold words."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return [
            (table, column.name)
            for table in tables
            if table.startswith(("comments_", "articles_", "audit_", "django_tasks"))
            for column in connection.introspection.get_table_description(cursor, table)
        ]


def places_of(word: str) -> list[str]:
    """Return the columns in which the word stands."""
    found = []
    for table, column in text_columns():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT COUNT(*) FROM "{table}" WHERE CAST("{column}" AS TEXT) LIKE %s', [f"%{word}%"])  # noqa: S608 - our own names
            if cursor.fetchone()[0]:
                found.append(f"{table}.{column}")
    return found


def test_no_word_of_the_text_is_left(comment: Comment, alice: User) -> None:
    Comment.objects.filter(pk=comment.pk).update(body="hippopotame")
    Revision.objects.create(comment=comment, number=2, body="hippopotame")
    assert places_of("hippopotame")

    Comment.objects.get(pk=comment.pk).erase(by=alice)

    assert places_of("hippopotame") == []


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.ERASED}))
def test_a_comment_is_erased_wherever_it_stands(status: str, comment: Comment, alice: User) -> None:
    Comment.objects.filter(pk=comment.pk).update(status=status)

    decision = Comment.objects.get(pk=comment.pk).erase(by=alice)

    assert (decision.was, decision.now) == (status, Status.ERASED)
    assert not decision.is_told


def test_its_replies_keep_their_place(client: Client, comment: Comment, alice: User, basile: User) -> None:
    reply = factories.comment(comment.article, basile, "Une réponse.", parent=comment)

    comment.erase(by=alice)

    page = Discussion(text_of(client.get(comment.article.get_absolute_url())))
    assert (page.shown, page.tombstones) == ({reply.pk}, {comment.pk})


def test_nobody_erases_what_another_wrote(comment: Comment, basile: User) -> None:
    with pytest.raises(MoveNotAllowed):
        comment.erase(by=basile)


def test_a_judged_text_is_emptied_and_never_rewritten(comment: Comment) -> None:
    for body in (models.F("body"), models.Value("Autre chose.")):
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            comment.revisions.update(body=body)

    comment.revisions.update(body="")
