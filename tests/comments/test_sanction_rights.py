"""What each sanction takes from its member, and what none takes: a table of level and deed (moderation.md §11.3)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments.models import Appeal, Comment, Rule, Sanction, Status
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.pages import text_of

Browse = Callable[[User], Client]
# Level -> what answers a text: taken in, or refused.
TEXTS = {"warning": 403, "premoderation": 303, "suspension": 403, "ban": 403}


@pytest.fixture(params=TEXTS)
def sanction(request: pytest.FixtureRequest, comment: Comment, alice: User, carole: User, rule: Rule) -> Sanction:
    """What Alice is under, once she wrote a comment."""
    ends_at = timezone.now() + timedelta(days=7) if request.param == "suspension" else None
    return factories.sanction(alice, level=request.param, by=carole, rule=rule, ends_at=ends_at)


def test_a_text_is_taken_in_from_who_may_react_alone(
    comment: Comment, sanction: Sanction, alice: User, free_article: Article, browse: Browse
) -> None:
    member, answer = browse(alice), TEXTS[sanction.level]
    door = f"/discussions/{free_article.pk}/"
    edit = {"body": "Un autre texte.", "key": "c", "revision": str(comment.revision)}

    assert member.post(f"/comments/{comment.pk}/edit/", edit).status_code == answer
    assert member.post(door, {"body": "Un texte.", "key": "a"}).status_code == answer
    reply = {"body": "Une réponse.", "key": "b", "parent": comment.pk}
    taken = member.post(door, reply).status_code
    # Under premoderation the edited comment waits, and what waits is answered by nobody.
    assert taken == (422 if answer == 303 else answer)


def test_reading_withdrawing_reporting_and_appealing_stay_open(
    comment: Comment,
    sanction: Sanction,
    alice: User,
    basile: User,
    free_article: Article,
    walled_article: Article,
    browse: Browse,
) -> None:
    member = browse(alice)
    other = factories.comment(free_article, basile, "Une autre voix.")

    assert factories.SECRET in text_of(member.get(walled_article.get_absolute_url()))
    assert member.get("/account/contributions/").status_code == 200
    assert member.get(f"/comments/{other.pk}/report/").status_code == 200
    assert member.post(f"/comments/{comment.pk}/withdrawal/").status_code == 302
    comment.refresh_from_db()
    assert comment.status == Status.WITHDRAWN


def test_what_was_taken_down_is_contested_under_any_sanction(
    comment: Comment, sanction: Sanction, alice: User, maud: User, rule: Rule
) -> None:
    removal = comment.remove(by=maud, rule=rule, explanation="Une insulte.")

    assert Appeal.objects.submit(removal, words="C’était une critique.", by=alice).decision == removal
