"""What an authority asked to be kept stays, though its time is over or its author leaves."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from django.test import Client
from django.utils import timezone

from comments.models import Comment, ConnectionRecord, LegalHold, MoveNotAllowed, Report, Revision, Rule
from comments.models.sender import Sender
from newsroom import retention
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests import factories

Browse = Callable[[User], Client]

DAY = timedelta(days=1)
LIST = "/admin/comments/legalhold/"
REASON = "Parquet de Valmeray, réquisition 2026/118"
LINES = {line.name: line for line in retention.TABLE}


def held(comment: Comment, by: User, days: int = 1000) -> LegalHold:
    """Return a hold on the comment for so many days from today."""
    return LegalHold.objects.place(comment, by=by, until=timezone.localdate() + days * DAY, reason=REASON)


@pytest.fixture
def old(comment: Comment, maud: User, rule: Rule) -> Comment:
    """Alice's comment, of which a connection and a closed report are kept; all of it has had its time in two years."""
    ConnectionRecord.objects.create(comment=comment, act="posted", address="198.51.100.4")
    Report.objects.file(comment, sender=Sender(name="Zoé", email="zoe@exemple.test"), rule=rule, words="Voyez.")
    comment.keep(by=maud)
    return comment


@pytest.mark.parametrize("name", ["connection-records", "report-senders", "report-words"])
def test_nothing_of_a_held_comment_goes_until_the_last_day_is_over(name: str, old: Comment, paul: User) -> None:
    later = timezone.now() + 800 * DAY
    assert retention.due(LINES[name], later) == 1

    held(old, paul, days=900)

    assert retention.due(LINES[name], later) == 0
    assert retention.due(LINES[name], timezone.now() + 900 * DAY) == 0
    assert retention.due(LINES[name], timezone.now() + 901 * DAY) == 1


def test_another_comment_is_not_held_with_it(old: Comment, basile: User, paul: User) -> None:
    held(factories.comment(old.article, basile, "Moi aussi."), paul)

    assert retention.due(LINES["connection-records"], timezone.now() + 800 * DAY) == 1


def test_a_lifted_hold_keeps_nothing(old: Comment, paul: User) -> None:
    hold = held(old, paul)

    hold.lift(by=paul)
    hold.lift(by=paul)

    assert retention.due(LINES["connection-records"], timezone.now() + 800 * DAY) == 1
    assert list(Entry.objects.filter(action="legal-hold.lift").values_list("subject", flat=True)) == [
        f"comments.comment:{old.pk}"
    ]


def test_the_text_of_a_held_comment_is_erased_once_the_hold_is_over(comment: Comment, alice: User, paul: User) -> None:
    hold = held(comment, paul)

    comment.erase(by=alice)

    assert Comment.objects.get().body == ""
    assert Revision.objects.get().body == "Enfin !"
    assert retention.purge(LINES["erased-texts"]) == 0

    hold.lift(by=paul)

    assert retention.purge(LINES["erased-texts"]) == 1
    assert Revision.objects.get().body == ""


def test_a_hold_says_who_placed_it_on_what_and_why(comment: Comment, paul: User) -> None:
    hold = held(comment, paul, days=30)

    assert (hold.placed_by, hold.reason) == (paul, REASON)
    entry = Entry.objects.get(action="legal-hold.place")
    assert (entry.actor, entry.subject) == (paul, f"comments.comment:{comment.pk}")
    assert entry.detail == {"until": hold.until.isoformat()}


@pytest.mark.parametrize("who", ["maud", "carole", "edith", "alice"])
def test_nobody_else_places_or_lifts_one(
    who: str, comment: Comment, paul: User, request: pytest.FixtureRequest
) -> None:
    somebody, hold = request.getfixturevalue(who), held(comment, paul)

    with pytest.raises(MoveNotAllowed):
        held(comment, somebody)
    with pytest.raises(MoveNotAllowed):
        hold.lift(by=somebody)

    assert LegalHold.objects.in_force().count() == 1


@pytest.mark.parametrize(
    ("days", "reason", "field"), [(-1, REASON, "until"), (1, "  ", "reason"), (1, "x" * 1001, "reason")]
)
def test_a_hold_that_keeps_nothing_or_says_no_reason_is_refused(
    days: int, reason: str, field: str, comment: Comment, paul: User
) -> None:
    with pytest.raises(ValidationError) as refusal:
        LegalHold.objects.place(comment, by=paul, until=timezone.localdate() + days * DAY, reason=reason)

    assert list(refusal.value.message_dict) == [field]


@pytest.mark.parametrize("column", ["comment_id", "until", "reason", "placed_by_id", "placed_at", "id"])
def test_no_column_of_a_hold_is_rewritten(column: str, comment: Comment, paul: User) -> None:
    hold = held(comment, paul)

    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        LegalHold.objects.update(**{column: models.F(column)})
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        hold.delete()


def test_the_publisher_places_one_and_lifts_it_in_the_admin(browse: Browse, comment: Comment, paul: User) -> None:
    client, until = browse(paul), timezone.localdate() + 30 * DAY
    assert f'href="{LIST}add/"' in client.get(LIST).content.decode()

    sent = {"comment": comment.pk, "until": until.isoformat(), "reason": REASON}
    assert client.post(f"{LIST}add/", sent, follow=True).status_code == 200
    hold = LegalHold.objects.get()
    assert (hold.comment, hold.until, hold.placed_by) == (comment, until, paul)
    assert REASON in client.get(f"{LIST}{hold.pk}/change/").content.decode()

    client.post(LIST, {"action": "lift", "_selected_action": [hold.pk]})
    assert not LegalHold.objects.in_force().exists()


@pytest.mark.parametrize(
    ("comment_number", "until"), [("999999", "2999-01-01"), ("x", "2999-01-01"), ("", "2001-01-01")]
)
def test_a_form_that_holds_nothing_says_so(
    comment_number: str, until: str, browse: Browse, comment: Comment, paul: User
) -> None:
    answer = browse(paul).post(f"{LIST}add/", {"comment": comment_number, "until": until, "reason": REASON})

    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert not LegalHold.objects.exists()
