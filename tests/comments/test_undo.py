"""A slip of the hand is taken back within seconds, as if it had not been."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Decision, MoveNotAllowed, Report, Role, Rule, StaleMove, Status
from comments.models.decision import UNDO_WINDOW
from newsroom.subscribers.models import User
from tests import factories
from tests.comments.trees import planted

WHY = "Votre texte vise une personne."


def remove(comment: Comment, by: User, rule: Rule) -> Decision:
    return comment.remove(by=by, rule=rule, explanation=WHY)


def refuse(comment: Comment, by: User, rule: Rule) -> Decision:
    return comment.refuse(by=by, rule=rule, explanation=WHY)


def hide(comment: Comment, by: User, rule: Rule) -> Decision:
    return comment.hide(by=by, rule=rule, explanation=WHY)


def publish(comment: Comment, by: User, rule: Rule) -> Decision:
    return comment.publish(by=by)


type Slip = Callable[[Comment, User, Rule], Decision]
SLIPS = [
    (Status.PENDING, publish),
    (Status.PENDING, refuse),
    (Status.PUBLISHED, hide),
    (Status.PUBLISHED, remove),
    (Status.HIDDEN, publish),
    (Status.HIDDEN, remove),
]


@pytest.mark.parametrize(("was", "slip"), SLIPS)
def test_all_is_as_it_was(
    was: str,
    slip: Callable[[Comment, User, Rule], Decision],
    free_article: Article,
    alice: User,
    maud: User,
    rule: Rule,
) -> None:
    comment = planted(free_article, alice, was)
    Comment.objects.filter(pk=comment.pk).update(published_at=None if was == Status.PENDING else comment.published_at)
    comment.refresh_from_db()
    before = comment.published_at
    decision = slip(comment, maud, rule)

    undone = comment.undo(decision, by=maud)

    fresh = Comment.objects.get(pk=comment.pk)
    assert (fresh.status, fresh.published_at) == (was, before)
    assert (undone.role, undone.reverses, undone.restriction) == (Role.UNDOING, decision, "")
    assert Decision.objects.get(pk=decision.pk).is_reversed


def test_the_reports_it_answered_are_open_again(comment: Comment, basile: User, maud: User, rule: Rule) -> None:
    Report.objects.create(comment=comment, revision=1, reporter=basile, rule=rule)

    comment.undo(remove(comment, maud, rule), by=maud)

    assert comment.reports.unanswered().count() == 1


def test_nobody_is_told_of_what_was_taken_back(
    run_tasks: Callable[[], None], comment: Comment, maud: User, rule: Rule
) -> None:
    comment.undo(remove(comment, maud, rule), by=maud)

    run_tasks()

    assert mail.outbox == []


def test_what_stood_before_is_told_all_the_same(
    run_tasks: Callable[[], None], comment: Comment, maud: User, rule: Rule
) -> None:
    hide(comment, maud, rule)
    comment.undo(publish(comment, maud, rule), by=maud)

    run_tasks()

    assert len(mail.outbox) == 1


def test_only_who_decided_takes_it_back(comment: Comment, maud: User, marius: User, rule: Rule) -> None:
    decision = remove(comment, maud, rule)

    with pytest.raises(MoveNotAllowed):
        comment.undo(decision, by=marius)


def test_a_later_moment_is_too_late(comment: Comment, maud: User, rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    decision = remove(comment, maud, rule)
    later = timezone.now() + UNDO_WINDOW + timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    with pytest.raises(MoveNotAllowed):
        comment.undo(decision, by=maud)


def test_a_withdrawal_is_not_a_slip_of_a_moderator(comment: Comment, alice: User) -> None:
    decision = comment.withdraw(by=alice)

    with pytest.raises(MoveNotAllowed):
        comment.undo(decision, by=alice)


def test_what_somebody_did_since_stands(comment: Comment, maud: User, marius: User, rule: Rule) -> None:
    decision = hide(comment, maud, rule)
    publish(comment, marius, rule)

    with pytest.raises(StaleMove):
        comment.undo(decision, by=maud)


def test_it_is_taken_back_once(comment: Comment, maud: User, rule: Rule) -> None:
    decision = remove(comment, maud, rule)
    comment.undo(decision, by=maud)

    with pytest.raises(MoveNotAllowed):
        comment.undo(Decision.objects.get(pk=decision.pk), by=maud)


def test_who_took_a_restoration_back_may_restore_and_who_removed_still_may_not(
    comment: Comment, carole: User, rule: Rule
) -> None:
    claude = factories.staff("Claude", "Chief moderator")
    remove(comment, carole, rule)
    slip = comment.restore(by=claude, explanation="Relu.")
    comment.undo(slip, by=claude)

    with pytest.raises(MoveNotAllowed):
        comment.restore(by=carole, explanation="Relu.")

    assert comment.restore(by=claude, explanation="Relu.").now == Status.PUBLISHED
