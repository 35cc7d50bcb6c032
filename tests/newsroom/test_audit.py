"""The audit trail: written with the deed or not at all, read by few, changed by nobody."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests import factories

Browse = Callable[[User], Client]


@pytest.fixture
def entry(chloe: User, paul: User) -> Entry:
    """Paul did something to Chloé."""
    return Entry.objects.record(actor=paul, action="user.changed", subject=chloe, groups=["Editor"])


def test_an_entry_says_who_did_what_to_whom(entry: Entry, chloe: User, paul: User) -> None:
    stored = Entry.objects.get(pk=entry.pk)

    assert (stored.actor, stored.action, stored.detail) == (paul, "user.changed", {"groups": ["Editor"]})
    assert stored.subject == f"subscribers.user:{chloe.pk}"


def test_the_machine_is_nobody(chloe: User) -> None:
    assert Entry.objects.record(actor=None, action="user.created", subject=chloe).actor is None


def test_a_deed_that_fails_leaves_no_entry_and_an_entry_that_fails_no_deed(chloe: User, paul: User) -> None:
    with (
        pytest.raises(IntegrityError),
        Entry.objects.recorded(actor=paul, action="user.changed", subject=chloe),
    ):
        User.objects.create(email=chloe.email, display_name="Autre", display_name_key="autre")
    with pytest.raises(TypeError), Entry.objects.recorded(actor=paul, action="x", subject=chloe, detail=object()):
        User.objects.filter(pk=chloe.pk).update(is_active=False)

    assert not Entry.objects.exists()
    chloe.refresh_from_db()
    assert chloe.is_active


def test_the_row_of_a_person_who_left_stays_without_the_person(entry: Entry, paul: User) -> None:
    paul.delete()

    entry.refresh_from_db()
    assert entry.actor is None


def test_no_code_changes_or_deletes_an_entry(entry: Entry) -> None:
    rows = Entry.objects.filter(pk=entry.pk)

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(action="something else")
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()

    assert rows.get().action == "user.changed"


@pytest.mark.parametrize("group", ["Reporter", "Editor", "Moderator", "Chief moderator"])
def test_only_publishers_read_the_trail(browse: Browse, entry: Entry, group: str) -> None:
    assert browse(factories.staff("Quelqu’un", group)).get("/admin/audit/entry/").status_code == 403


def test_a_publisher_reads_it(browse: Browse, entry: Entry, paul: User) -> None:
    client = browse(paul)

    assert "user.changed" in client.get("/admin/audit/entry/").content.decode()
    assert client.get(f"/admin/audit/entry/{entry.pk}/change/").status_code == 200


def test_not_even_a_superuser_writes_it_in_the_admin(browse: Browse, entry: Entry) -> None:
    client = browse(User.objects.create_superuser("root@exemple.test", "Racine"))

    assert client.get("/admin/audit/entry/add/").status_code == 403
    assert client.post(f"/admin/audit/entry/{entry.pk}/change/", {"action": "x"}).status_code == 403
    assert client.post(f"/admin/audit/entry/{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in client.get("/admin/audit/entry/").content.decode()
