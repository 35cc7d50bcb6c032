"""What is looked at after each deed of the crowd: one invariant, or a few that belong together, a module."""

from typing import Any

from comments.models import Comment, Decision, Revision
from tests.comments.cast import Cast
from tests.comments.crowd import Crowd


class Watched(Crowd):
    """Reads what all who look on need, once; of what is only ever added to, what is new."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.comments: dict[int, Comment] = {}
        self.before: dict[int, Comment] = {}
        self.decisions: dict[int, Decision] = {}
        # The decisions that were reversed or taken back.
        self.reversed: set[int | None] = set()
        # By comment and number: the text and the verdict of the intake.
        self.texts: dict[tuple[int, int], tuple[str, str]] = {}
        self.last: Any = 0

    def look(self, deed: str) -> None:
        self.before, self.comments = self.comments, {one.pk: one for one in Comment.objects.order_by("id")}
        for decision in Decision.objects.filter(pk__gt=max(self.decisions, default=0)).order_by("id"):
            self.decisions[decision.pk] = decision
            self.reversed.add(decision.reverses_id)
        for revision in Revision.objects.filter(pk__gt=self.last).order_by("id"):
            self.texts[revision.comment_id, revision.number] = revision.body, revision.verdict
            self.last = revision.pk
