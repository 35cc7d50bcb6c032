"""A comment that is shown and that a check marked: it waits at the desk until a moderator has looked at it."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from articles.models import Article
from comments.models import Comment, Decision, MoveNotAllowed, Revision, Rule, Status, Verdict
from newsroom.subscribers.models import User
from tests.comments import desk
from tests.comments.pages import text_of
from tests.comments.trees import planted

WHY = "Votre texte vise une personne."


@pytest.fixture
def flagged(free_article: Article, alice: User) -> Comment:
    """What Alice said, marked by a check."""
    comment = planted(free_article, alice)
    Revision.objects.create(comment=comment, body=comment.body, verdict=Verdict.FLAG)
    Comment.objects.filter(pk=comment.pk).update(flagged=True)
    comment.refresh_from_db()
    return comment


def test_it_waits_in_the_queue_under_its_tab(
    browse: Callable[[User], Client], flagged: Comment, maud: User, free_article: Article, alice: User
) -> None:
    planted(free_article, alice)
    member = browse(maud)

    assert desk.listed(text_of(member.get(desk.QUEUE))) == [flagged.pk]
    assert desk.listed(text_of(member.get(f"{desk.QUEUE}?kind=flagged"))) == [flagged.pk]
    assert desk.listed(text_of(member.get(f"{desk.QUEUE}?kind=reported"))) == []


@pytest.mark.parametrize("verb", ["keep", "hide", "remove", "withdraw"])
def test_any_decision_takes_the_mark_away(flagged: Comment, alice: User, maud: User, rule: Rule, verb: str) -> None:
    reasons = {"rule": rule, "explanation": WHY} if verb in {"hide", "remove"} else {}

    getattr(flagged, verb)(by=alice if verb == "withdraw" else maud, **reasons)

    assert [Comment.objects.get().flagged, flagged.flagged] == [False, False]
    assert not Comment.objects.waiting().exclude(status=Status.HIDDEN).exists()


def test_what_is_neither_marked_nor_reported_is_not_kept(free_article: Article, alice: User, maud: User) -> None:
    with pytest.raises(MoveNotAllowed):
        planted(free_article, alice).keep(by=maud)


def test_a_slip_brings_the_mark_back(flagged: Comment, maud: User, rule: Rule) -> None:
    for verb, reasons in (("keep", {}), ("remove", {"rule": rule, "explanation": WHY})):
        flagged.undo(getattr(flagged, verb)(by=maud, **reasons), by=maud)
        assert Comment.objects.get().flagged

    flagged.keep(by=maud)
    flagged.undo(flagged.remove(by=maud, rule=rule, explanation=WHY), by=maud)
    assert not Comment.objects.get().flagged
    assert Decision.objects.count() == 7


def test_the_database_knows_no_mark_on_what_is_not_shown(flagged: Comment) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.update(status=Status.PENDING)


def test_an_index_of_its_own_finds_the_marked(flagged: Comment) -> None:
    plan = Comment.objects.filter(flagged=True).order_by("created_at", "id").values("pk")[:1000].explain()

    if connection.vendor == "sqlite":
        assert "comment_flagged" in plan
