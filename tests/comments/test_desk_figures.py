"""The desk's first page and its figures: what waits, since when, and how fast it is judged."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import figures
from comments.models import Comment, Report, Rule, Status
from newsroom.subscribers.models import User
from tests.comments.desk import QUEUE, listed
from tests.comments.trees import planted

Browse = Callable[[User], Client]
WHY = "Votre texte vise une personne."


@pytest.fixture
def busy(free_article: Article, alice: User, basile: User, rule: Rule) -> dict[str, Comment]:
    """One comment of each kind that waits; the pending one for three hours."""
    comments = {
        "pending": planted(free_article, alice, Status.PENDING),
        "hidden": planted(free_article, alice, Status.HIDDEN),
        "reported": planted(free_article, alice),
        "illegal": planted(free_article, alice),
    }
    Comment.objects.filter(pk=comments["pending"].pk).update(created_at=timezone.now() - timedelta(hours=3))
    Report.objects.create(comment=comments["reported"], revision=1, reporter=basile, rule=rule)
    Report.objects.create(
        comment=comments["illegal"], revision=1, reporter=basile, kind=Report.Kind.ILLEGAL, category="violence",
        words="Une menace.", good_faith=True,
    )  # fmt: skip
    return comments


def test_each_queue_is_counted_with_its_oldest(busy: dict[str, Comment]) -> None:
    found = {one.kind: one for one in figures.waiting()}

    assert {kind: one.number for kind, one in found.items()} == {
        "illegal": 1, "reported": 1, "pending": 1, "hidden": 1, "flagged": 0,
    }  # fmt: skip
    oldest = found["pending"].oldest
    assert oldest is not None
    assert oldest < timezone.now() - timedelta(hours=2)


def test_the_admins_first_page_is_the_desk_and_leads_to_the_queues(
    busy: dict[str, Comment], maud: User, browse: Browse
) -> None:
    client = browse(maud)
    page = client.get("/admin/").content.decode()

    assert 'data-kind="illegal" class="is-waiting"' in page
    for kind in busy:
        assert f"?kind={kind}" in page
        assert busy[kind].pk in listed(client.get(f"{QUEUE}?kind={kind}").content.decode())


@pytest.mark.parametrize("who", ["edith", "paul"])
def test_who_does_not_moderate_sees_no_queues(
    db: None, who: str, browse: Browse, request: pytest.FixtureRequest
) -> None:
    assert "desk-waiting" not in browse(request.getfixturevalue(who)).get("/admin/").content.decode()


def test_the_time_to_a_decision_is_a_median_in_hours(busy: dict[str, Comment], maud: User, rule: Rule) -> None:
    assert figures.hours_to_decide() is None

    Comment.objects.get(pk=busy["pending"].pk).publish(by=maud)

    assert figures.hours_to_decide() == pytest.approx(3, abs=0.1)


def test_decisions_are_counted_by_rule(busy: dict[str, Comment], maud: User, rule: Rule) -> None:
    Comment.objects.get(pk=busy["reported"].pk).remove(by=maud, rule=rule, explanation=WHY)

    assert figures.by_rule() == [(f"{rule.number}. {rule.title_fr}", 1)]


def test_the_page_of_figures_opens_and_gives_the_statements(
    busy: dict[str, Comment], maud: User, rule: Rule, browse: Browse
) -> None:
    Comment.objects.get(pk=busy["reported"].pk).remove(by=maud, rule=rule, explanation=WHY)
    client = browse(maud)

    assert client.get("/admin/comments/decision/figures/").status_code == 200
    answer = client.get(f"/admin/comments/decision/statements/{timezone.localdate().year}/")
    assert len(b"".join(answer.streaming_content).splitlines()) == 1  # type: ignore[attr-defined]
    assert client.get("/admin/comments/decision/statements/1999/").status_code == 404


@pytest.mark.parametrize("path", ["figures/", "statements/2026/"])
def test_editors_see_no_figures_of_moderation(path: str, edith: User, browse: Browse) -> None:
    assert browse(edith).get(f"/admin/comments/decision/{path}").status_code == 403
