"""Many comments at one stroke: said before it is done, done each by itself, and taken back together."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from articles.models import Article
from comments.models import Comment, Decision, Rule, Status
from newsroom.subscribers.models import User
from tests.comments.desk import QUEUE
from tests.comments.trees import planted

Browse = Callable[[User], Client]
BULK = f"{QUEUE}bulk/"
WHY = "Votre texte vise une personne."


@pytest.fixture
def waiting(free_article: Article, alice: User, basile: User) -> list[Comment]:
    """Two that wait, and one that is hidden."""
    return [
        planted(free_article, alice, Status.PENDING),
        planted(free_article, basile, Status.PENDING),
        planted(free_article, alice, Status.HIDDEN),
    ]


def tick(client: Client, comments: list[Comment]) -> dict[str, Any]:
    """Return what the list sends with these ticked."""
    page = client.get(QUEUE).content.decode()
    seen = dict(re.findall(r'name="(seen-\d+)" value="([^"]*)"', page))
    return {"_selected_action": [comment.pk for comment in comments], **seen}


def statuses(comments: list[Comment]) -> list[str]:
    """Return where the comments stand."""
    return [Comment.objects.get(pk=comment.pk).status for comment in comments]


def taking(rule: Rule) -> dict[str, Any]:
    """Return what the form says to refuse or remove."""
    return {"stroke": "take", "ground": "charter", "rule": rule.pk, "explanation": WHY}


def test_the_list_leads_to_the_question(waiting: list[Comment], maud: User, browse: Browse) -> None:
    client = browse(maud)

    page = client.post(BULK, tick(client, waiting)).content.decode()

    assert page.count('name="_selected_action"') == 3
    assert 'name="stroke"' in page


def test_it_is_said_what_it_does_and_nothing_is_done(
    waiting: list[Comment], rule: Rule, maud: User, browse: Browse
) -> None:
    client = browse(maud)

    page = client.post(BULK, {**tick(client, waiting), **taking(rule)}).content.decode()

    assert 'name="confirmed"' in page
    assert WHY in page
    assert statuses(waiting) == ["pending", "pending", "hidden"]


def test_each_is_decided_on_by_the_verb_that_fits_it(
    waiting: list[Comment], rule: Rule, maud: User, browse: Browse
) -> None:
    client = browse(maud)

    client.post(BULK, {**tick(client, waiting), **taking(rule), "confirmed": "1"})

    assert statuses(waiting) == ["refused", "refused", "removed"]
    assert len({decision.batch for decision in Decision.objects.all()}) == 1
    assert {decision.explanation for decision in Decision.objects.all()} == {WHY}


def test_it_is_taken_back_together_and_nobody_is_told(
    run_tasks: Callable[[], None], waiting: list[Comment], rule: Rule, maud: User, browse: Browse
) -> None:
    client = browse(maud)
    client.post(BULK, {**tick(client, waiting), **taking(rule), "confirmed": "1"})
    last = Decision.objects.latest("id")

    client.post(reverse("admin:comments_comment_undo", args=[last.pk]))
    run_tasks()

    assert statuses(waiting) == ["pending", "pending", "hidden"]
    assert mail.outbox == []


def test_what_somebody_did_since_stays_when_the_rest_is_taken_back(
    waiting: list[Comment], rule: Rule, maud: User, carole: User, browse: Browse
) -> None:
    client = browse(maud)
    client.post(BULK, {**tick(client, waiting), **taking(rule), "confirmed": "1"})
    Comment.objects.get(pk=waiting[0].pk).restore(by=carole, explanation="Relu.")
    last = Decision.objects.filter(batch__isnull=False).latest("id")

    answer = client.post(reverse("admin:comments_comment_undo", args=[last.pk]), follow=True)

    assert statuses(waiting) == ["published", "pending", "hidden"]
    assert 'class="warning"' in answer.content.decode()


def test_what_changed_meanwhile_or_may_not_be_is_left_alone_and_said(
    waiting: list[Comment], rule: Rule, maud: User, marius: User, browse: Browse
) -> None:
    client = browse(maud)
    sent = tick(client, waiting)
    Comment.objects.get(pk=waiting[0].pk).publish(by=marius)
    Comment.objects.filter(pk=waiting[1].pk).update(author=maud)

    preview = client.post(BULK, {**sent, **taking(rule)}).content.decode()
    client.post(BULK, {**sent, **taking(rule), "confirmed": "1"})

    assert "Marius" in preview
    assert statuses(waiting) == ["published", "pending", "removed"]


@pytest.mark.parametrize("missing", ["rule", "explanation", "stroke"])
def test_what_is_missing_is_named_and_nothing_is_done(
    missing: str, waiting: list[Comment], rule: Rule, maud: User, browse: Browse
) -> None:
    client = browse(maud)
    said = {name: value for name, value in taking(rule).items() if name != missing}

    page = client.post(BULK, {**tick(client, waiting), **said, "confirmed": "1"}).content.decode()

    assert 'name="confirmed"' not in page
    assert not Decision.objects.exists()


@pytest.mark.parametrize("keys", [[], ["x"], ["999999999"]])
def test_nothing_ticked_is_told(keys: list[str], maud: User, browse: Browse) -> None:
    answer = browse(maud).post(BULK, {"_selected_action": keys}, follow=True)

    assert 'class="warning"' in answer.content.decode()


def test_publishing_many_needs_no_reasons(waiting: list[Comment], maud: User, browse: Browse) -> None:
    client = browse(maud)

    client.post(BULK, {**tick(client, waiting), "stroke": "show", "confirmed": "1"})

    assert statuses(waiting) == ["published"] * 3


@pytest.mark.parametrize("who", ["edith", "paul"])
def test_who_does_not_moderate_strikes_nothing(
    who: str, waiting: list[Comment], browse: Browse, request: pytest.FixtureRequest
) -> None:
    assert browse(request.getfixturevalue(who)).post(BULK, {"_selected_action": [waiting[0].pk]}).status_code == 403
