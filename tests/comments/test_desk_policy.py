"""The rules of the discussions at the desk: a chief moderator edits the one row, and each change is noted."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from articles.models import Section
from comments.models import Policy
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests.comments.pages import text_of

Browse = Callable[[User], Client]
PAGE = "/admin/comments/policy/"
AS_IT_IS: dict[str, Any] = {"first_comments_held": 1, "closes_after_days": 30, "hot_reports": 8, "hot_refusals": 5}


def test_until_somebody_decides_the_constants_hold(carole: User, browse: Browse) -> None:
    assert not Policy.objects.current().is_stored

    page = text_of(browse(carole).get(PAGE))

    assert 'name="closes_after_days" value="30"' in page
    assert not Policy.objects.exists()


def test_a_chief_moderator_puts_rules_in_force_and_it_is_noted(politics: Section, carole: User, browse: Browse) -> None:
    client = browse(carole)

    client.post(PAGE, AS_IT_IS | {"closes_after_days": 7, "premoderated_sections": [politics.pk]})

    policy = Policy.objects.current()
    assert (policy.closes_after_days, policy.premoderates(politics.pk), policy.stopped_at) == (7, True, None)
    entry = Entry.objects.get(action="policy.revise")
    assert entry.actor == carole
    changed = entry.detail["changed"]
    assert changed["closes_after_days"] == [30, 7]
    assert changed["premoderated_sections"] == [[], ["politique"]]

    client.post(PAGE, AS_IT_IS | {"closes_after_days": 7, "premoderated_sections": [politics.pk]})
    assert Entry.objects.filter(action="policy.revise").count() == 1


def test_a_stop_takes_words_for_the_readers_and_says_since_when(carole: User, browse: Browse) -> None:
    client = browse(carole)

    refused = client.post(PAGE, AS_IT_IS | {"stopped": "on"})
    assert refused.status_code == 200
    assert not Policy.objects.exists()
    client.post(PAGE, AS_IT_IS | {"stopped": "on", "stop_message": "Silence électoral."})

    since = Policy.objects.current().stopped_at
    assert since is not None
    assert 'class="desk-mark"' in text_of(client.get(PAGE))
    client.post(PAGE, AS_IT_IS | {"stopped": "on", "stop_message": "Silence, encore."})
    assert Policy.objects.current().stopped_at == since
    client.post(PAGE, AS_IT_IS)
    assert Policy.objects.current().stopped_at is None


@pytest.mark.parametrize("field", list(AS_IT_IS))
@pytest.mark.parametrize("value", ["", "-1", "10001", "beaucoup"])
def test_what_is_no_sound_number_is_refused(carole: User, browse: Browse, field: str, value: str) -> None:
    answer = browse(carole).post(PAGE, AS_IT_IS | {field: value})

    assert answer.status_code == 200
    assert "errorlist" in text_of(answer)
    assert not Policy.objects.exists()


def test_a_moderator_reads_the_rules_and_changes_none(maud: User, browse: Browse) -> None:
    client = browse(maud)

    page = text_of(client.get(PAGE))
    assert "disabled" in page
    assert '<button type="submit" class="button default"' not in page
    assert client.post(PAGE, AS_IT_IS).status_code == 403
    assert not Policy.objects.exists()


def test_there_is_one_row(carole: User) -> None:
    Policy.objects.revise(by=carole, closes_after_days=2)

    with pytest.raises(IntegrityError), transaction.atomic():
        Policy.objects.create(pk=2)
