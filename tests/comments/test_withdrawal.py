"""Withdrawing one's own comment: asked first, done once, open to whoever wrote it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Decision, Role, Rule, Sanction, Status
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.pages import announced, text_of
from tests.comments.trees import planted

MAY_BE_WITHDRAWN = {Status.PENDING, Status.PUBLISHED, Status.HIDDEN}


@pytest.mark.parametrize("status", sorted(Status))
def test_what_stands_or_waits_may_be_withdrawn_and_nothing_else(
    browse: Callable[[User], Client], free_article: Article, alice: User, status: str
) -> None:
    comment = planted(free_article, alice, status)
    member = browse(alice)
    address = f"/comments/{comment.pk}/withdrawal/"
    open_to_it = status in MAY_BE_WITHDRAWN

    assert member.get(address).status_code == (200 if open_to_it else 409)
    assert member.post(address).status_code == (302 if open_to_it else 409)
    assert Comment.objects.get(pk=comment.pk).status == (Status.WITHDRAWN if open_to_it else status)
    assert Decision.objects.filter(role=Role.AUTHOR).count() == int(open_to_it)


def test_asking_withdraws_nothing(browse: Callable[[User], Client], alice: User, comment: Comment) -> None:
    page = text_of(browse(alice).get(f"/comments/{comment.pk}/withdrawal/"))

    assert comment.body in page
    assert Comment.objects.get(pk=comment.pk).status == Status.PUBLISHED


@pytest.mark.parametrize("status", sorted(Status))
def test_a_comment_of_another_is_not_there(
    browse: Callable[[User], Client], free_article: Article, alice: User, basile: User, maud: User, status: str
) -> None:
    comment = planted(free_article, alice, status)

    for member in (basile, maud):
        browser = browse(member)
        assert browser.get(f"/comments/{comment.pk}/withdrawal/").status_code == 404
        assert browser.post(f"/comments/{comment.pk}/withdrawal/").status_code == 404
    assert Comment.objects.get(pk=comment.pk).status == status


def test_a_signed_out_reader_is_sent_to_sign_in(client: Client, comment: Comment) -> None:
    answer = client.post(f"/comments/{comment.pk}/withdrawal/")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")
    assert Comment.objects.get(pk=comment.pk).status == Status.PUBLISHED


def test_who_is_banned_or_no_longer_subscribes_still_withdraws(
    browse: Callable[[User], Client], free_article: Article, alice: User, carole: User, rule: Rule
) -> None:
    comments = [factories.comment(free_article, alice, f"Numéro {number}.") for number in range(2)]
    factories.sanction(alice, level=Sanction.Level.BAN, by=carole, rule=rule, explanation="Des insultes.")
    assert browse(alice).post(f"/comments/{comments[0].pk}/withdrawal/").status_code == 302
    alice.subscriptions.update(ends_at=timezone.now() - timedelta(seconds=1))

    assert browse(alice).post(f"/comments/{comments[1].pk}/withdrawal/").status_code == 302


def test_readers_no_longer_find_it_and_its_replies_stay(
    client: Client, browse: Callable[[User], Client], free_article: Article, alice: User, basile: User, comment: Comment
) -> None:
    reply = factories.comment(free_article, basile, "Oui, enfin.", parent=comment)
    browse(alice).post(f"/comments/{comment.pk}/withdrawal/")
    client.logout()

    page = text_of(client.get(free_article.get_absolute_url()))

    assert comment.body not in page
    assert reply.body in page
    assert "comment-tombstone" in page
    assert announced(page) == 1
