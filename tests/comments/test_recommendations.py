"""Recommending a comment: once each, by who may react, and the number is what there is."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Discussion, Recommendation, Rule, Sanction, Status
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.pages import text_of
from tests.comments.test_simultaneous import at_once, signed_in

Browse = Callable[[User], Client]


def recommend(client: Client, comment: Comment, given: str = "1") -> HttpResponseBase:
    """Press the button under a comment."""
    return client.post(f"/comments/{comment.pk}/recommendation/", {"given": given})


def number(comment: Comment) -> int:
    """Return the number that the page shows."""
    return Comment.objects.get(pk=comment.pk).recommended


def test_a_member_recommends_once_and_takes_it_back(comment: Comment, basile: User, browse: Browse) -> None:
    client = browse(basile)

    answers = [recommend(client, comment), recommend(client, comment)]
    assert {answer.status_code for answer in answers} == {303}
    assert answers[0].headers["Location"] == comment.get_absolute_url()
    assert number(comment) == 1
    assert 'aria-pressed="true"' in text_of(client.get(comment.article.get_absolute_url()))

    recommend(client, comment, "0")
    recommend(client, comment, "0")
    assert number(comment) == 0


def test_everybody_sees_the_number_and_strangers_get_no_form(client: Client, comment: Comment, basile: User) -> None:
    Recommendation.objects.give(comment, by=basile)

    page = text_of(client.get(comment.article.get_absolute_url()))

    assert "1 recommandation" in page
    assert "/recommendation/" not in page
    assert "csrf" not in page


@pytest.mark.parametrize("who", ["chloe", "david"])
def test_who_has_no_running_subscription_does_not_recommend(
    who: str, comment: Comment, browse: Browse, request: pytest.FixtureRequest
) -> None:
    assert recommend(browse(request.getfixturevalue(who)), comment).status_code == 403
    assert number(comment) == 0


@pytest.mark.parametrize("level", ["suspension", "ban"])
def test_who_is_sanctioned_does_not_recommend(
    level: str, comment: Comment, basile: User, carole: User, rule: Rule, browse: Browse
) -> None:
    ends_at = timezone.now() + timedelta(days=7) if level == "suspension" else None
    factories.sanction(basile, level=level, by=carole, rule=rule, ends_at=ends_at)

    assert recommend(browse(basile), comment).status_code == 403
    assert Sanction.objects.in_force().exists()


def test_nobody_recommends_themselves(comment: Comment, alice: User, browse: Browse) -> None:
    assert recommend(browse(alice), comment).status_code == 403


@pytest.mark.parametrize("mark", ["recommendation", "selection"])
def test_a_stranger_signs_in_first_and_comes_back_to_the_comment(mark: str, client: Client, comment: Comment) -> None:
    sent = client.post(f"/comments/{comment.pk}/{mark}/", {"given": "1"})

    assert sent.status_code == 302
    assert sent.headers["Location"].startswith("/accounts/login/?")
    back = parse_qs(urlsplit(sent.headers["Location"]).query)["next"]
    assert back == [f"{comment.article.get_absolute_url()}#comment-{comment.pk}"]
    assert client.get(back[0].partition("#")[0]).status_code == 200


@pytest.mark.parametrize("mark", ["recommendation", "selection"])
def test_a_stranger_learns_nothing_of_what_is_not_shown(mark: str, client: Client, comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).update(status=Status.REFUSED)

    assert client.post(f"/comments/{comment.pk}/{mark}/").status_code == 404


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.PUBLISHED, Status.ERASED}))
def test_what_is_not_shown_is_not_there_to_recommend(
    status: str, comment: Comment, basile: User, browse: Browse
) -> None:
    Comment.objects.filter(pk=comment.pk).update(status=status)

    assert recommend(browse(basile), comment).status_code == 404


def test_a_closed_discussion_takes_none(comment: Comment, basile: User, browse: Browse) -> None:
    Discussion.objects.get(article=comment.article).govern(by=None, state=Discussion.State.CLOSED)

    assert recommend(browse(basile), comment).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_all_counted(free_article: Article, comment: Comment) -> None:
    members = [factories.subscriber(f"Membre {number}") for number in range(6)]
    browsers = [signed_in(member) for member in members for _twice in range(2)]

    answers = at_once(*((lambda browser=browser: recommend(browser, comment)) for browser in browsers))

    assert {answer.status_code for answer in answers} == {303}
    assert number(comment) == Recommendation.objects.count() == 6
