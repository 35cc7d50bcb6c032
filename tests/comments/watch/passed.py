"""Invariant 9: what is shown was passed by the intake, or by a person who read it; what was marked waits."""

from comments.models import Status, Verdict
from comments.models.decision import ANSWERING
from tests.comments.crowd import word_in
from tests.comments.watch import Watched


class Passed(Watched):
    """Knows which texts are to wait, whatever the checks made of them."""

    def look(self, deed: str) -> None:
        super().look(deed)
        judged = [one for one in self.decisions.values() if one.role in ANSWERING and one.pk not in self.reversed]
        looked_at = {(one.comment_id, one.revision) for one in judged}
        let_through = {(one.comment_id, one.revision) for one in judged if one.now == Status.PUBLISHED}
        for comment in self.comments.values():
            if comment.status != Status.PUBLISHED:
                continue
            text, verdict = self.texts[comment.pk, comment.revision]
            assert text == comment.body
            if (comment.pk, comment.revision) not in let_through:
                assert verdict in {Verdict.PASS, Verdict.FLAG}
                assert word_in(comment.body) not in self.to_be_held
            unseen = (comment.pk, comment.revision) not in looked_at
            assert comment.flagged == (verdict == Verdict.FLAG and unseen)
