"""Whatever happens around it, a decision that is reversed leaves nothing that counts: told by a twin without it.

Both lives go the same way, deed for deed. In one of them a comment is judged at the beginning and the judgement
reversed at the end; in the other nobody judged it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from comments import threads
from comments.models import Comment, Decision, Proposal, Recommendation, Record, Sanction, Status, strikes
from tests.comments.cast import TIMES, WHY, Cast
from tests.comments.hearing import heard
from tests.comments.trees import planted

# Where each verb starts; what waits would have been published.
VERBS = {"refuse": Status.PENDING, "hide": Status.PUBLISHED, "remove": Status.PUBLISHED}
DEEDS = ["refuse", "refuse", "remove", "remove", "put_back", "slip", "slip", "answer", "withdraw", "recommend"]
A_LIFE = 14


class Twin:
    """A member, judged or not, among comments of theirs and of another's."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast, self.luck = cast, Random(seed)  # noqa: S311 - a game of chance
        self.member, self.other, self.article = cast.members[0], cast.members[1], cast.articles[0]
        self.verb = self.luck.choice(list(VERBS))
        self.is_sanctioned = self.luck.random() < 1 / 2
        self.judged = planted(self.article, self.member, VERBS[self.verb])
        self.about = [planted(self.article, self.luck.choice([self.member, self.other])) for _number in range(6)]

    def live(self, *, is_judged: bool) -> dict[str, Any]:
        decision = None
        if is_judged:
            decision = getattr(self.judged, self.verb)(by=self.cast.staff[0], rule=self.cast.rules[0], explanation=WHY)
            self.sanctioned(decision)
        elif self.judged.status == Status.PENDING:
            self.judged.publish(by=self.cast.staff[0])
        for name in self.luck.choices(DEEDS, k=A_LIFE):
            self.cast.clock.wait(seconds=self.luck.choice([1, 20]))
            getattr(self, name)()
        if decision:
            heard(decision, self.cast.staff[2])
        return self.what_counts()

    def sanctioned(self, decision: Decision) -> None:
        """Let a sanction stand on the judgement alone; what is hidden is no strike yet."""
        if self.verb != "hide" and self.is_sanctioned:
            by, rule = self.cast.staff[3], self.cast.rules[0]
            Sanction.objects.impose(
                self.member, level="premoderation", by=by, rule=rule, explanation="Trop.", stands_on=[decision]
            )

    def some(self, *statuses: str) -> Comment | None:
        rows = Comment.objects.filter(pk__in=[one.pk for one in self.about], status__in=statuses).order_by("id")
        found = list(rows.select_related("author"))
        return self.luck.choice(found) if found else None

    def taken(self, verb: str, status: str) -> tuple[Comment, Decision] | None:
        if verb == "refuse":
            made = planted(self.article, self.member, Status.PENDING)
            self.about.append(made)
            comment: Comment | None = made
        else:
            comment = self.some(status)
        if comment is None:
            return None
        said = {"rule": self.cast.rules[1], "explanation": WHY}
        return comment, getattr(comment, verb)(by=self.cast.staff[1], **said)

    def refuse(self) -> None:
        self.taken("refuse", Status.PENDING)

    def remove(self) -> None:
        self.taken("remove", Status.PUBLISHED)

    def slip(self) -> None:
        """Take something down, or put it back, and take that back at once."""
        if down := self.some(Status.REMOVED, Status.REFUSED):
            down.undo(down.restore(by=self.cast.staff[3], explanation="Relu."), by=self.cast.staff[3])
        elif taken := self.taken("remove", Status.PUBLISHED):
            taken[0].undo(taken[1], by=self.cast.staff[1])

    def put_back(self) -> None:
        if comment := self.some(Status.REMOVED, Status.REFUSED):
            comment.restore(by=self.cast.staff[3], explanation="Relu.")

    def answer(self) -> None:
        if parent := self.some(Status.PUBLISHED):
            self.about.append(planted(self.article, self.other, parent=parent if not parent.parent_id else None))

    def withdraw(self) -> None:
        if comment := self.some(Status.PUBLISHED):
            comment.withdraw(by=comment.author)

    def recommend(self) -> None:
        if comment := self.some(Status.PUBLISHED):
            Recommendation.objects.give(comment, by=self.cast.readers[0])

    def what_counts(self) -> dict[str, Any]:
        in_force = Sanction.objects.in_force().filter(member=self.member)
        shown = Comment.objects.order_by("id").values_list("status", "flagged", "recommended")
        return {
            "comments": list(shown),
            "count": threads.count(self.article),
            "strikes": [strikes.standing().filter(member=one).count() for one in (self.member, self.other)],
            "sanctions": sorted(one.level for one in in_force),
            "proposals": sorted(Proposal.objects.open().values_list("member", "level", "length_days")),
            "record": Record.of(self.member),
            "reported": list(Comment.objects.waiting().values_list("pk", flat=True)),
        }


@contextmanager
def taken_back() -> Iterator[None]:
    """Leave nothing of it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_a_reversed_decision_leaves_nothing_that_counts(cast: Cast) -> None:
    start = cast.clock.now

    @settings(max_examples=15 * TIMES, phases=[Phase.generate], deadline=None, database=None)
    @given(st.integers(0, 2**63))
    def lived(seed: int) -> None:
        counted = []
        for is_judged in (True, False):
            cast.clock.now = start
            with taken_back():
                counted.append(Twin(cast, seed).live(is_judged=is_judged))
        assert counted[0] == counted[1]

    lived()
