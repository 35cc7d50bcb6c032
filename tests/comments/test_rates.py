"""How fast a member may write: who is over a rate is told when to go on, and keeps the text."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from articles.models import Article
from comments import intake
from comments.checks import rate
from comments.forms import again_in
from comments.models import Comment, Revision
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.judged import edited, submission
from tests.comments.pages import text_of
from tests.comments.sending import TYPED, given_back, send
from tests.comments.trees import planted


def written(article: Article, author: User, number: int, ago: timedelta) -> None:
    """Let the member have written that many comments, all that long ago."""
    at = timezone.now() - ago
    for _number in range(number):
        comment = planted(article, author)
        Comment.objects.filter(pk=comment.pk).update(created_at=at)
        Revision.objects.create(comment=comment, body=comment.body, created_at=at)


# How many were written how many seconds ago -> the seconds to wait.
RATES = [
    (rate.A_MINUTE - 1, 1, 0),
    (rate.A_MINUTE, 1, 59),
    (rate.A_MINUTE, 61, 0),
    (rate.AN_HOUR - 1, 120, 0),
    (rate.AN_HOUR, 120, 3480),
    (rate.A_DAY, 7200, 79_200),
    (rate.A_DAY, 86_500, 0),
]


@pytest.mark.parametrize(("number", "ago", "wait"), RATES)
def test_a_rate_says_how_long_to_wait(free_article: Article, alice: User, number: int, ago: int, wait: int) -> None:
    written(free_article, alice, number, timedelta(seconds=ago))

    if not wait:
        intake.submit(submission(free_article, alice, "Encore."))
        return
    with pytest.raises(intake.TooFast) as refusal:
        intake.submit(submission(free_article, alice, "Encore."))
    assert wait - 10 <= refusal.value.retry_after <= wait
    assert Comment.objects.count() == number


def test_the_answer_is_429_with_the_text_and_the_words(
    browse: Callable[[User], Client], free_article: Article, alice: User, basile: User
) -> None:
    written(free_article, alice, rate.A_MINUTE, timedelta(seconds=20))

    answer = send(browse(alice), free_article, TYPED)

    assert answer.status_code == 429
    assert 20 <= int(answer.headers["Retry-After"]) <= 40
    assert given_back(answer) == TYPED
    assert "errorlist" in text_of(answer)
    assert send(browse(basile), free_article, TYPED).status_code == 303


def test_what_came_in_before_is_pointed_at_whatever_the_rate(
    browse: Callable[[User], Client], free_article: Article, alice: User
) -> None:
    member = browse(alice)
    first = send(member, free_article, TYPED)
    written(free_article, alice, rate.A_MINUTE, timedelta(seconds=20))

    again = send(member, free_article, TYPED)

    assert (again.status_code, again.headers["Location"]) == (303, first.headers["Location"])


def test_edits_count(free_article: Article, alice: User) -> None:
    comment = factories.comment(free_article, alice, "Un.")
    for number in range(rate.A_MINUTE - 1):
        comment = edited(comment, f"Un, changé {number} fois.")

    with pytest.raises(intake.TooFast):
        edited(comment, "Un, changé une fois de trop.")
    with pytest.raises(intake.TooFast):
        factories.comment(free_article, alice, "Deux.")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (1, "Try again in 1 second."),
        (40, "Try again in 40 seconds."),
        (121, "Try again in 3 minutes."),
        (7201, "Try again in 3 hours."),
    ],
)
def test_the_words_say_when(seconds: int, said: str) -> None:
    with override("en"):
        assert again_in(seconds).endswith(said)
