"""A discussion closes by the clock, by hand, or with all others; a person's choice wins."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import rights
from comments.models import Discussion, Policy
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests.comments.pages import Discussion as Shown
from tests.comments.pages import text_of

State = Discussion.State
DAY = timedelta(days=1)
A_MOMENT = timedelta(minutes=1)
MONTH = 30 * DAY

# How long ago the article was published and the discussion opened by hand, its state -> how long ago it closed.
CLOSINGS = [
    (DAY, None, State.OPEN, None),
    (MONTH - A_MOMENT, None, State.OPEN, None),
    (MONTH + A_MOMENT, None, State.OPEN, A_MOMENT),
    (MONTH + A_MOMENT, None, State.PREMODERATED, A_MOMENT),
    (13 * 365 * DAY, DAY, State.OPEN, None),
    (13 * 365 * DAY, MONTH + DAY, State.OPEN, DAY),
    (13 * 365 * DAY, MONTH + DAY, State.PREMODERATED, DAY),
]


def aged(article: Article, age: timedelta) -> Article:
    """Return the article as if it had been published that long ago."""
    Article.objects.filter(pk=article.pk).update(published_at=timezone.now() - age)
    article.refresh_from_db()
    return article


@pytest.mark.parametrize(("published", "opened", "state", "closed"), CLOSINGS)
def test_the_clock_closes_a_discussion(
    free_article: Article, published: timedelta, opened: timedelta | None, state: str, closed: timedelta | None
) -> None:
    now = timezone.now()
    article = aged(free_article, published)
    discussion = Discussion(article=article, state=state, opened_at=now - opened if opened else None)

    since = discussion.closed_since(Policy())

    assert (since is None) == (closed is None)
    if since and closed:
        assert abs(now - closed - since) < timedelta(seconds=30)


def test_zero_days_close_nothing(free_article: Article) -> None:
    discussion = Discussion.objects.of(aged(free_article, 20 * 365 * DAY))

    assert discussion.closed_since(Policy(closes_after_days=0)) is None


def test_who_may_react_is_told_since_when_nobody_may(
    browse: Callable[[User], Client], free_article: Article, alice: User
) -> None:
    member = browse(alice)
    assert Shown(text_of(member.get(free_article.get_absolute_url()))).has_form

    aged(free_article, MONTH + DAY)

    page = text_of(member.get(free_article.get_absolute_url()))
    assert Shown(page).panel == "closed"
    assert str((timezone.localtime() - DAY).day) in page[page.index('data-reason="closed"') :]
    assert member.post(f"/discussions/{free_article.pk}/", {"body": "Oui", "key": "k"}).status_code == 403


def test_staff_open_again_what_the_clock_closed_for_as_long_as_a_new_one(
    browse: Callable[[User], Client], free_article: Article, alice: User, edith: User
) -> None:
    aged(free_article, 400 * DAY)
    desk = browse(edith)
    address = f"/admin/comments/discussion/of/{free_article.pk}/"
    assert 'data-state="closed"' in text_of(desk.get(address))
    assert 'data-state="closed"' in text_of(desk.get("/admin/comments/discussion/"))

    desk.post(address, {"state": State.OPEN})

    discussion = Discussion.objects.of(free_article)
    assert discussion.closed_since(Policy.objects.current()) is None
    assert Entry.objects.filter(action="discussion.govern", actor=edith).count() == 1
    assert Shown(text_of(browse(alice).get(free_article.get_absolute_url()))).has_form
    Discussion.objects.update(opened_at=timezone.now() - MONTH - A_MOMENT)
    assert Shown(text_of(browse(alice).get(free_article.get_absolute_url()))).panel == "closed"


def test_what_is_open_is_not_opened_again(free_article: Article, edith: User) -> None:
    discussion = Discussion.objects.begun(free_article.pk)

    discussion.govern(by=edith, state=State.OPEN)

    assert (discussion.version, discussion.opened_at) == (1, None)
    assert not Entry.objects.filter(action="discussion.govern").exists()


def test_the_stop_of_all_discussions_says_its_message_everywhere(
    browse: Callable[[User], Client],
    client: Client,
    free_article: Article,
    walled_article: Article,
    alice: User,
    carole: User,
) -> None:
    Policy.objects.revise(by=carole, stopped=True, stop_message="Silence électoral jusqu’à dimanche 20 heures.")

    for article in (free_article, walled_article):
        for person in (None, alice):
            client.logout() if person is None else browse(person)
            page = text_of(client.get(article.get_absolute_url()))
            assert Shown(page).panel == "closed"
            assert "Silence électoral jusqu’à dimanche 20 heures." in page

    Policy.objects.revise(by=carole, stopped=False)
    assert Shown(text_of(browse(alice).get(free_article.get_absolute_url()))).has_form


def test_what_closed_before_the_stop_says_so(free_article: Article, alice: User, carole: User) -> None:
    Discussion.objects.begun(free_article.pk).govern(by=carole, state=State.CLOSED)
    policy = Policy.objects.revise(by=carole, stopped=True, stop_message="Pause.")

    found = rights.of(alice, free_article, Discussion.objects.of(free_article), policy)

    assert found.closed_at == Discussion.objects.get().closed_at
    assert found.stop_message == ""
