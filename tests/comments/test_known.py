"""Since when the paper knows of a text: the time to its removal is measured from there (loi 82-652, art. 93-3)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Known, Status
from newsroom.subscribers.models import User
from tests.comments.desk import ARCHIVE, QUEUE, examination
from tests.comments.trees import planted

Browse = Callable[[User], Client]


def updates(client: Client, address: str) -> int:
    """Return how often opening the page writes to the comments."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return sum(query["sql"].startswith('UPDATE "comments_comment"') for query in queries)


def test_nobody_knows_of_a_text_that_only_readers_saw(comment: Comment, client: Client) -> None:
    client.get(comment.article.get_absolute_url())

    comment.refresh_from_db()
    assert (comment.first_known_at, comment.known_via) == (None, "")


def test_the_first_to_tell_is_noted_and_stays(comment: Comment) -> None:
    assert Comment.objects.known([comment.pk], Known.REPORT) == 1
    comment.refresh_from_db()
    first = comment.first_known_at

    assert Comment.objects.known([comment.pk], Known.STAFF_VIEW) == 0

    comment.refresh_from_db()
    assert (comment.first_known_at, comment.known_via) == (first, Known.REPORT)


@pytest.mark.parametrize("address", [QUEUE, ARCHIVE])
def test_a_list_of_the_desk_is_one_update_and_then_none(
    address: str, free_article: Article, alice: User, maud: User, browse: Browse
) -> None:
    shown = [planted(free_article, alice, Status.PENDING) for _number in range(5)]
    moderator = browse(maud)

    assert [updates(moderator, address) for _time in range(2)] == [1, 0]

    assert Comment.objects.filter(known_via=Known.STAFF_VIEW, first_known_at__isnull=False).count() == len(shown)


def test_the_page_of_a_comment_notes_it_and_says_since_when(comment: Comment, maud: User, browse: Browse) -> None:
    address = examination(comment, archive=True)

    page = browse(maud).get(address).content.decode()

    comment.refresh_from_db()
    assert comment.first_known_at is not None
    assert timezone.now() - comment.first_known_at < timedelta(minutes=1)
    assert f'data-known="{Known.STAFF_VIEW}"' in page


def test_a_comment_known_through_a_report_says_so(comment: Comment, maud: User, browse: Browse) -> None:
    Comment.objects.known([comment.pk], Known.REPORT)

    page = browse(maud).get(examination(comment)).content.decode()

    assert f'data-known="{Known.REPORT}"' in page


def test_who_may_not_see_the_desk_learns_nothing_for_the_paper(comment: Comment, alice: User, browse: Browse) -> None:
    browse(alice).get(examination(comment))

    comment.refresh_from_db()
    assert comment.first_known_at is None
