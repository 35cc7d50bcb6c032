"""What comes of the comments of a member who closes their account, and of the text that a hold keeps."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from comments import threads
from comments.models import (
    Comment,
    Decision,
    Discussion,
    LegalHold,
    Status,
)
from newsroom import closing
from newsroom.subscribers.models import ClosedAccount, User
from tests import factories
from tests.comments.trees import planted
from tests.newsroom.leaving import ERASE, FORMER, KEEP, close

pytestmark = pytest.mark.django_db


def test_kept_comments_stay_where_they_are_without_a_name(comment: Comment, basile: User, client: Client) -> None:
    answer = factories.comment(comment.article, basile, "Je réponds.", parent=comment)
    page = comment.article.get_absolute_url()
    assert "Alice" in client.get(page).content.decode()
    version = Discussion.objects.get().version

    close(comment.author)

    after = client.get(page).content.decode()
    assert "Alice" not in after
    assert after.count(FORMER) >= 1
    assert "Enfin !" in after
    assert f'data-comment="{answer.pk}"' in after
    assert threads.count(comment.article) == 2
    assert Discussion.objects.get().version > version


def test_erased_comments_leave_their_place_and_no_word(comment: Comment, basile: User, client: Client) -> None:
    factories.comment(comment.article, basile, "Je réponds.", parent=comment)

    close(comment.author, ERASE)

    after = client.get(comment.article.get_absolute_url()).content.decode()
    assert "Enfin !" not in after
    assert "Je réponds." in after
    assert threads.count(comment.article) == 1
    comment.refresh_from_db()
    assert (comment.status, comment.body, comment.revisions.get().body) == (Status.ERASED, "", "")
    assert comment.decisions.get().now == Status.ERASED


# What becomes of a comment by where it stood, for each of the two wishes.
ENDS = [
    (Status.PUBLISHED, Status.PUBLISHED),
    (Status.HIDDEN, Status.HIDDEN),
    (Status.REFUSED, Status.REFUSED),
    (Status.REMOVED, Status.REMOVED),
    (Status.PENDING, Status.ERASED),
    (Status.WITHDRAWN, Status.ERASED),
    (Status.ERASED, Status.ERASED),
]


@pytest.mark.parametrize(("was", "kept"), ENDS)
def test_each_status_has_its_end(free_article: Article, alice: User, was: str, kept: str) -> None:
    one = planted(free_article, alice, was)
    other = planted(free_article, factories.subscriber("Zoé"), was)

    close(alice, KEEP)
    close(other.author, ERASE)

    assert Comment.objects.get(pk=one.pk).status == kept
    assert Comment.objects.get(pk=other.pk).status == Status.ERASED


def test_a_legal_hold_keeps_the_text_of_an_erased_comment_for_the_desk(comment: Comment, paul: User) -> None:
    LegalHold.objects.place(comment, by=paul, until=timezone.localdate() + timedelta(days=9), reason="Réquisition.")

    close(comment.author, ERASE)

    comment.refresh_from_db()
    assert (comment.body, comment.revisions.get().body) == ("", "Enfin !")


def test_it_goes_on_where_a_worker_was_killed(
    free_article: Article, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "A_SLICE", 2)
    for _number in range(5):
        planted(free_article, alice)
    closing.close(alice, wish=ERASE)
    closed = ClosedAccount.objects.get()

    closing.clear.func(closed.pk)
    closing.clear.func(closed.pk)
    assert (Comment.objects.exclude(status=Status.ERASED).count(), ClosedAccount.objects.get().done_at) == (1, None)
    closing.clear.func(closed.pk)
    done = ClosedAccount.objects.get().done_at
    closing.clear.func(closed.pk)

    assert not Comment.objects.exclude(status=Status.ERASED).exists()
    assert done is not None
    assert ClosedAccount.objects.get().done_at == done
    assert Decision.objects.count() == 5


def test_a_slice_costs_the_same_whatever_is_left(
    free_article: Article, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "A_SLICE", 1)
    for _number in range(20):
        planted(free_article, alice)
    closing.close(alice, wish=ERASE)
    closed = ClosedAccount.objects.get()

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            closing.clear.func(closed.pk)
        return len(asked)

    assert queries() >= queries() == queries()
