"""Texts and what the intake makes of them, with checks of a test's own among the real ones."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import count
from typing import Any

from django.db.models import F

from articles.models import Article
from comments import intake
from comments.checks.matter import Hit, Matter, hit
from comments.models import Comment, Revision, Verdict
from newsroom.subscribers.models import User

_numbers = count(1)


def words(verdict: str, rule: int = 1) -> Callable[[Matter], Iterable[Hit]]:
    """Return a check that finds a word in any text that holds « grumeau », and says this of it."""

    def check(matter: Matter) -> Iterable[Hit]:
        place = matter.body.find("grumeau")
        if place >= 0:
            yield hit("words", Verdict(verdict), spans=[[place, place + 7]], rule=rule)

    return check


def broken(matter: Matter) -> Iterable[Hit]:
    """Fail, as a check does that somebody wrote in a hurry."""
    raise RuntimeError("broken")


def hits_of(comment: Comment) -> list[dict[str, Any]]:
    """Return what the checks found in the text as it stands."""
    hits: list[dict[str, Any]] = Revision.objects.get(comment=comment, number=comment.revision).hits
    return hits


def edited(comment: Comment, body: str, *, key: str = "", revision: int | None = None) -> Comment:
    """Return the comment as its author changed it, through the intake."""
    sent = intake.Edit(comment, comment.author, body, key or f"edit-{next(_numbers)}", revision or comment.revision)
    return intake.edit(sent)


def some_time_later(age: timedelta) -> None:
    """Let all that was written be that much older."""
    Comment.objects.update(created_at=F("created_at") - age)


def submission(article: Article, author: User, body: str, **more: Any) -> intake.Submission:
    """Return a text on its way in, with a key of its own."""
    return intake.Submission(article, author, body, f"submission-{next(_numbers)}", **more)
