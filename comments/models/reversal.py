"""What a successful appeal does: the decision no longer counts, and what it took comes back."""

from datetime import datetime
from typing import Unpack

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import strikes
from comments.models.charter import Rule
from comments.models.comment import Comment
from comments.models.decision import Decision
from comments.models.level import Level
from comments.models.sanction import Sanction
from comments.models.statement import Grounds
from comments.models.transitions import Role, Status
from newsroom.subscribers.models import User

# From where a comment that was kept is taken down.
TAKEN_DOWN_FROM = frozenset({Status.PUBLISHED, Status.HIDDEN})


def stands(decision: Decision) -> bool:
    """Return whether the comment is what this decision made it, or the sanction is in force."""
    if decision.comment_id is None:
        sanction: Sanction | None = getattr(decision, "sanction", None)
        return sanction is not None and sanction.is_in_force()
    counted = Decision.objects.counting().filter(comment=decision.comment_id)
    return counted.order_by("id").values_list("pk", flat=True).last() == decision.pk


def of_comment(decision: Decision, *, by: User, reasons: str) -> Decision:
    """Show the comment again, if it still is what the decision made it; the decision counts no longer."""
    comment = _held(decision)
    if not stands(decision):
        return _without_a_move(decision, by, reasons)
    return comment.judge_again(Status.PUBLISHED, by=by, explanation=reasons, reverses=decision)


def of_comment_in_part(decision: Decision, *, by: User, reasons: str, **grounds: Unpack[Grounds]) -> Decision:
    """Leave the comment where it is, on other grounds: a new decision takes the place of this one."""
    comment = _held(decision)
    if (grounds.get("rule"), grounds.get("legal_ground", "")) in {(None, ""), _grounds_of(decision)}:
        raise ValidationError({"rule": _("Choose what the comment breaks instead.")})
    if not stands(decision):
        raise ValidationError({"outcome": _("The comment is no longer what this decision made it.")})
    grounds.setdefault("source", decision.source)
    return comment.judge_again(comment.status, by=by, explanation=reasons, reverses=decision, **grounds)


def of_answer(decision: Decision, *, by: User, reasons: str, **grounds: Unpack[Grounds]) -> Decision:
    """Take down the comment that a report named and a moderator kept, if it is not gone already."""
    comment = _held(decision)
    if decision.is_reversed or comment.status not in TAKEN_DOWN_FROM:
        return _without_a_move(decision, by, reasons)
    grounds.setdefault("source", Decision.Source.REPORT)
    return comment.judge_again(Status.REMOVED, by=by, explanation=reasons, reverses=decision, **grounds)


def of_sanction(decision: Decision, *, by: User, reasons: str) -> Decision:
    """Lift the sanction, if it is still in force; it counts no longer."""
    if not stands(decision):
        return _without_a_move(decision, by, reasons)
    return decision.sanction.lift(by=by, explanation=reasons, reverses=decision)


def of_sanction_in_part(
    decision: Decision, *, by: User, reasons: str, level: str = "", ends_at: datetime | None = None
) -> Decision:
    """Put a milder sanction in the place of this one."""
    if not stands(decision):
        raise ValidationError({"outcome": _("This sanction is over already.")})
    sanction, rule = decision.sanction, decision.charter_rule
    if rule is None or not _is_milder(level, ends_at, sanction):
        raise ValidationError({"level": _("Choose a sanction that is milder than this one.")})
    reversal = sanction.lift(by=by, explanation=reasons, reverses=decision)
    Sanction.objects.impose(
        decision.member, level=level, by=by, rule=rule, explanation=reasons, ends_at=ends_at, gravity=sanction.gravity,
        override_reason=sanction.override_reason or reasons, stands_on=sanction.strikes.all(),
    )  # fmt: skip
    return reversal


def _grounds_of(decision: Decision) -> tuple[Rule | None, str]:
    return decision.charter_rule, decision.legal_ground


def _held(decision: Decision) -> Comment:
    """Return the comment as it is, and as it stays until all of this is done; its author first, as the intake does."""
    strikes.lock(decision.member_id)
    return Comment.objects.select_for_update().get(decisions=decision)


def _without_a_move(decision: Decision, by: User, reasons: str) -> Decision:
    """Say that the decision counts no longer, where nothing is left to give back."""
    if decision.is_reversed:
        # Another appeal, against the same decision, was heard before.
        return decision.reversed_by
    now = timezone.now()
    reversal = Decision(
        member_id=decision.member_id, starts_at=now, explanation=reasons, role=Role.REVIEWER, decided_by=by,
        decided_at=now, reverses=decision,
    )  # fmt: skip
    reversal.file()
    # What stood on a comment that was gone already falls all the same.
    Sanction.objects.reconsider(decision.member, by=by, after=reversal)
    return reversal


def _is_milder(level: str, ends_at: datetime | None, sanction: Sanction) -> bool:
    if level == sanction.level:
        return ends_at is not None and (sanction.ends_at is None or ends_at < sanction.ends_at)
    levels = list(Level)
    return level in levels[: levels.index(Level(sanction.level))]
