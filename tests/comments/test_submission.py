"""A new comment, sent by the form: what becomes of it."""

import re
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from articles.models import Article
from comments import checks, threads
from comments.models import Comment, Discussion, Status
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.pages import Discussion as Shown
from tests.comments.pages import text_of
from tests.comments.sending import TYPED, given_back, send
from tests.comments.trees import planted

KEY = re.compile(r'name="key" value="(\w+)"')
# Each check stands between two savepoints, since a test is one transaction; on PostgreSQL the author is locked.
POST_COST = 28 + 2 * len(checks.CHECKS) + (connection.vendor == "postgresql")


def test_a_comment_is_published_and_its_author_brought_to_it(
    browse: Callable[[User], Client], free_article: Article, alice: User
) -> None:
    member = browse(alice)

    answer = send(member, free_article, TYPED)

    made = Comment.objects.get()
    assert (made.author, made.body, made.status) == (alice, TYPED, Status.PUBLISHED)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{free_article.get_absolute_url()}#comment-{made.pk}"
    page = text_of(member.get(free_article.get_absolute_url()))
    assert "data-received" in page
    assert escape(TYPED) in page
    assert "data-received" not in text_of(member.get(free_article.get_absolute_url()))


def test_the_text_is_stored_normalised_with_its_revision(
    browse: Callable[[User], Client], free_article: Article, alice: User
) -> None:
    send(browse(alice), free_article, "\r\n  Un e\u0301te\u0301 \r\n\r\n\r\n\r\nencore\u00a0\r\n")

    made = Comment.objects.get()
    assert made.body == "  Un été\n\nencore"
    assert [revision.body for revision in made.revisions.all()] == [made.body]


def test_each_comment_moves_the_discussions_version(
    browse: Callable[[User], Client], free_article: Article, alice: User
) -> None:
    member = browse(alice)
    versions = []
    for key in ("a", "b"):
        send(member, free_article, "Encore.", key=key)
        versions.append(Discussion.objects.get(article=free_article).version)

    assert versions == sorted(set(versions))


def test_a_premoderated_comment_waits_and_its_author_alone_sees_it(
    browse: Callable[[User], Client], client: Client, free_article: Article, alice: User, basile: User, edith: User
) -> None:
    Discussion.objects.begun(free_article.pk).govern(by=edith, state=Discussion.State.PREMODERATED)
    send(browse(alice), free_article, TYPED)
    made = Comment.objects.get()
    assert made.status == Status.PENDING

    own = text_of(client.get(free_article.get_absolute_url()))
    assert 'data-status="pending"' in own
    assert "data-received" in own
    others = [
        free_article.get_absolute_url(),
        f"/discussions/{free_article.pk}/",
        f"/discussions/{free_article.pk}/?comment={made.pk}",
    ]
    for reader in (None, basile):
        client.logout()
        if reader:
            browse(reader)
        for address in [*others, "/account/contributions/"][: None if reader else 3]:
            page = text_of(client.get(address))
            assert f'id="comment-{made.pk}"' not in page
            assert escape(TYPED) not in page
    assert threads.count(free_article) == 0


def test_a_reply_stands_under_what_it_answers(
    browse: Callable[[User], Client], free_article: Article, basile: User, comment: Comment
) -> None:
    answer = send(browse(basile), free_article, "Oui.", parent=str(comment.pk))

    reply = Comment.objects.get(author=basile)
    assert (reply.parent, reply.root, reply.depth) == (comment, comment, 1)
    assert answer.headers["Location"].endswith(f"#comment-{reply.pk}")


def test_a_reply_to_an_old_thread_leads_to_the_page_that_holds_it(
    browse: Callable[[User], Client], free_article: Article, alice: User, comment: Comment
) -> None:
    for _number in range(threads.THREADS_A_PAGE):
        planted(free_article, alice)
    member = browse(alice)

    address = send(member, free_article, "Oui.", parent=str(comment.pk)).headers["Location"]

    reply = Comment.objects.latest("id")
    assert address == f"/discussions/{free_article.pk}/?comment={reply.pk}#comment-{reply.pk}"
    assert reply.pk in Shown(text_of(member.get(address))).shown


def test_the_same_submission_again_leads_to_the_same_comment(
    browse: Callable[[User], Client], free_article: Article, alice: User
) -> None:
    member = browse(alice)

    addresses = {send(member, free_article, TYPED).headers["Location"] for _time in range(3)}

    assert Comment.objects.count() == 1
    assert addresses == {f"{free_article.get_absolute_url()}#comment-{Comment.objects.get().pk}"}


def test_an_old_form_with_a_new_text_loses_neither(
    browse: Callable[[User], Client], free_article: Article, alice: User
) -> None:
    member = browse(alice)
    send(member, free_article, "Le premier.")

    answer = send(member, free_article, "Le second.")

    assert answer.status_code == 422
    assert given_back(answer) == "Le second."
    fresh = KEY.search(text_of(answer))
    assert fresh is not None
    assert send(member, free_article, "Le second.", key=fresh[1]).status_code == 303
    assert Comment.objects.count() == 2


def test_two_members_may_send_the_same_key(
    browse: Callable[[User], Client], free_article: Article, alice: User, basile: User
) -> None:
    for member in (alice, basile):
        assert send(browse(member), free_article, TYPED).status_code == 303
    assert Comment.objects.count() == 2


def test_the_factory_uses_the_same_door(free_article: Article, alice: User) -> None:
    assert factories.comment(free_article, alice, "e\u0301").body == "é"


def test_a_submission_asks_as_much_of_the_database_whatever_stands_there(
    browse: Callable[[User], Client], free_article: Article, alice: User, basile: User
) -> None:
    Discussion.objects.begun(free_article.pk)
    member = browse(alice)
    costs = []
    for number in range(3):
        deepest = planted(free_article, basile)
        for _level in range(number):
            deepest = planted(free_article, alice, parent=deepest)
        for _earlier in range(number * 10):
            planted(free_article, alice)
        with CaptureQueriesContext(connection) as asked:
            send(member, free_article, f"Avis {number}.", key=f"clef-{number}", parent=str(deepest.pk))
        # The first one begins the discussion's row.
        costs.append(len(asked))

    assert Comment.objects.filter(parent__isnull=False, author=alice, body__startswith="Avis").count() == 3
    assert costs == [POST_COST] * 3
