"""Invariant 4: one decision for each change, and replaying the decisions gives the status."""

from collections import defaultdict

from django_tasks_db.models import DBTaskResult

from comments import notices
from comments.models import Decision, Role
from comments.models.transitions import TRANSITIONS
from tests.comments.watch import Watched


def replayed(decisions: list[Decision], now: str) -> str:
    """Return the status that the decisions lead to, each taking over where the one before left."""
    status = decisions[0].was if decisions else now
    for decision in decisions:
        assert decision.was == status
        assert Role(decision.role) in TRANSITIONS[decision.was, decision.now]
        status = decision.now
    return status


class Desk(Watched):
    """Compares each comment with what was decided on it."""

    def look(self, deed: str) -> None:
        super().look(deed)
        decisions: dict[int | None, list[Decision]] = defaultdict(list)
        for decision in self.decisions.values():
            decisions[decision.comment_id].append(decision)
        for pk, comment in self.comments.items():
            assert comment.moves == len(decisions[pk])
            assert comment.status == replayed(decisions[pk], comment.status)
            was = self.before.get(pk, comment)
            moved = comment.moves - was.moves
            assert moved > 0 if was.status != comment.status else moved >= 0
            assert pk in self.touched or not moved

    def look_at_the_end(self) -> None:
        """Each decision that takes or gives back has one notice queued, and its reasons."""
        super().look_at_the_end()
        queued = DBTaskResult.objects.filter(task_path=notices.deliver_decision.module_path)
        owed = [decision.pk for decision in self.decisions.values() if decision.is_mailed]
        assert sorted(one["args"][0] for one in queued.values_list("args_kwargs", flat=True)) == sorted(owed)
        taking = [decision for decision in self.decisions.values() if decision.restriction]
        assert all(decision.explanation and decision.charter_rule_id for decision in taking)
