"""The edition of a discussion: another as soon as readers see anything else, whoever or whatever changed it."""

from collections.abc import Callable

import pytest

from articles.models import Article
from comments.models import Comment, Discussion, Policy, Recommendation, Selection
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.clock import Clock
from tests.comments.judged import edited


def edition(article: Article) -> tuple[int, int, bool]:
    return Discussion.objects.of(article).edition(Policy.objects.current())


# What changes what readers see under an article.
CHANGES: dict[str, Callable[[Comment, User, User], object]] = {
    "an answer": lambda comment, reader, _chief: factories.comment(comment.article, reader, "Oui.", parent=comment),
    "an edit": lambda comment, _reader, _chief: edited(comment, "Enfin, oui !"),
    "a withdrawal": lambda comment, _reader, _chief: comment.withdraw(by=comment.author),
    "a recommendation": lambda comment, reader, _chief: Recommendation.objects.give(comment, by=reader),
    "a choice of the paper": lambda comment, _reader, chief: Selection.objects.choose(comment, by=chief),
    "the closing by hand": lambda comment, _reader, chief: comment.article.discussion.govern(by=chief, state="closed"),
    "the stop of all discussions": lambda _comment, _reader, chief: Policy.objects.revise(by=chief, stopped=True),
    "another month": lambda _comment, _reader, chief: Policy.objects.revise(by=chief, closes_after_days=1),
}


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_makes_another(change: str, comment: Comment, basile: User, carole: User) -> None:
    before = edition(comment.article)
    comment.article.refresh_from_db()

    CHANGES[change](comment, basile, carole)

    assert edition(comment.article) != before


def test_the_first_comment_makes_another(free_article: Article, alice: User) -> None:
    before = edition(free_article)

    factories.comment(free_article, alice, "Enfin !")

    assert edition(free_article) != before


def test_the_clock_makes_another(comment: Comment, monkeypatch: pytest.MonkeyPatch) -> None:
    before = edition(comment.article)

    Clock(monkeypatch).wait(days=31)

    assert edition(comment.article) != before


def test_a_revision_that_changes_nothing_makes_none(comment: Comment, carole: User) -> None:
    Policy.objects.revise(by=carole, hot_reports=8)
    before = edition(comment.article)

    Policy.objects.revise(by=carole, hot_reports=8)

    assert edition(comment.article) == before
