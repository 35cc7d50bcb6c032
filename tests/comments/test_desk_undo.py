"""The desk offers to take the last decision back, for as long as it can be."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Decision, Rule, Status
from newsroom.subscribers.models import User
from tests.comments.desk import QUEUE, decide, examination
from tests.comments.trees import planted

Browse = Callable[[User], Client]
OFFER = "data-undo="


def taking_back(decision: Decision) -> str:
    """Return the address that takes a decision back."""
    return reverse("admin:comments_comment_undo", args=[decision.pk])


@pytest.fixture
def pending(free_article: Article, alice: User) -> Comment:
    """A comment that waits."""
    return planted(free_article, alice, Status.PENDING)


def test_the_next_page_takes_the_decision_back(pending: Comment, rule: Rule, maud: User, browse: Browse) -> None:
    client = browse(maud)
    decide(client, pending, "refuse", ground="charter", rule=rule.pk, explanation="Votre texte vise une personne.")
    decision = Decision.objects.get()

    assert taking_back(decision) in client.get(QUEUE).content.decode()
    answer = client.post(taking_back(decision), follow=True)

    assert answer.redirect_chain[-1][0] == examination(pending)
    assert Comment.objects.get(pk=pending.pk).status == Status.PENDING
    assert OFFER not in answer.content.decode()


def test_what_a_list_published_is_taken_back(pending: Comment, maud: User, browse: Browse) -> None:
    client = browse(maud)
    seen = client.get(QUEUE).content.decode().partition(f'name="seen-{pending.pk}" value="')[2].partition('"')[0]
    client.post(QUEUE, {"publish": pending.pk, f"seen-{pending.pk}": seen})

    client.post(taking_back(Decision.objects.get()))

    assert Comment.objects.get(pk=pending.pk).status == Status.PENDING


def test_the_offer_ends(pending: Comment, maud: User, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browse(maud)
    decide(client, pending, "publish")
    later = timezone.now() + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert OFFER not in client.get(QUEUE).content.decode()
    assert client.post(taking_back(Decision.objects.get())).status_code == 403


def test_nobody_takes_back_what_another_decided(pending: Comment, maud: User, marius: User, browse: Browse) -> None:
    decision = pending.publish(by=maud)

    assert browse(marius).post(taking_back(decision)).status_code == 404
    assert Comment.objects.get(pk=pending.pk).status == Status.PUBLISHED


def test_it_takes_a_form(pending: Comment, maud: User, browse: Browse) -> None:
    assert browse(maud).get(taking_back(pending.publish(by=maud))).status_code == 405
