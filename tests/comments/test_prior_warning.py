"""A suspension or a ban comes after a warning, or with the reason why none came."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from comments.models import Decision, Rule, Sanction
from newsroom.subscribers.models import User
from tests import factories


@pytest.mark.parametrize(("level", "days"), [("suspension", 7), ("ban", None)])
def test_a_suspension_or_a_ban_comes_after_a_warning_or_with_a_reason(
    level: str, days: int | None, alice: User, carole: User, rule: Rule
) -> None:
    ends_at = timezone.now() + timedelta(days=days) if days else None
    with pytest.raises(ValidationError) as error:
        factories.sanction(alice, level=level, by=carole, rule=rule, ends_at=ends_at, override_reason=" … ")
    assert "override_reason" in error.value.message_dict
    assert not Decision.objects.exists()

    warning = factories.sanction(alice, level="warning", by=carole, rule=rule)
    sanction = factories.sanction(alice, level=level, by=carole, rule=rule, ends_at=ends_at, override_reason="")

    assert (sanction.prior_warning, sanction.override_reason) == (warning, "")


def test_the_reason_why_no_warning_came_is_kept_and_told(alice: User, carole: User, rule: Rule) -> None:
    ban = factories.sanction(alice, level="ban", by=carole, rule=rule, override_reason="Des menaces de mort.")

    assert (ban.prior_warning, ban.override_reason) == (None, "Des menaces de mort.")
    assert "Des menaces de mort." in ban.decision.facts


@pytest.mark.parametrize("gone", ["lifted", "undone"])
def test_a_warning_taken_back_came_before_nothing(gone: str, alice: User, carole: User, rule: Rule) -> None:
    warning = factories.sanction(alice, level="warning", by=carole, rule=rule)
    if gone == "lifted":
        warning.lift(by=carole, explanation="Une erreur.")
    else:
        warning.undo(by=carole)

    assert factories.sanction(alice, level="ban", by=carole, rule=rule).prior_warning is None


def test_the_database_wants_a_warning_or_a_reason(alice: User, carole: User, rule: Rule) -> None:
    factories.sanction(alice, level="ban", by=carole, rule=rule)

    with pytest.raises(IntegrityError), transaction.atomic():
        Sanction.objects.update(override_reason="")
