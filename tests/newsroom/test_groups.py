"""The staff's groups do what the table says, and no more."""

import pytest
from django.contrib.auth.models import Group, Permission

from newsroom import groups
from newsroom.subscribers.models import User
from newsroom.subscribers.staff import STAFF_GROUPS
from tests import factories

pytestmark = pytest.mark.once

EVERY_LABEL = sorted({label for labels in groups.GROUPS.values() for label in labels})
# Who sees or changes what would undo the paper: by permission, the groups that have it.
GUARDED = {
    "subscribers.view_user": {"Publisher"},
    "subscribers.change_user": {"Publisher"},
    "subscribers.add_subscription": {"Publisher"},
    "audit.view_entry": {"Publisher"},
    "comments.view_connectionrecord": {"Publisher"},
    "comments.add_legalhold": {"Publisher"},
    "articles.publish_article": {"Editor", "Publisher"},
    "articles.add_correction": {"Editor", "Publisher"},
    "articles.delete_article": set(),
    "articles.add_article": {"Reporter", "Editor", "Publisher"},
    "comments.decide_comment": {"Moderator", "Chief moderator"},
    "comments.impose_sanction": {"Moderator", "Chief moderator"},
    "comments.ban_member": {"Chief moderator"},
    "comments.change_ladderstep": {"Chief moderator"},
    "comments.change_charter": {"Chief moderator"},
    "subscribers.view_order": {"Publisher"},
    "subscribers.view_letter": {"Publisher"},
    "subscribers.view_endingrequest": {"Publisher"},
    "subscribers.delete_user": set(),
    "subscribers.delete_subscription": set(),
    "auth.view_group": set(),
    "auth.change_group": set(),
    "auth.add_group": set(),
    "account.change_emailaddress": set(),
    "sessions.view_session": set(),
    "django_tasks_database.view_dbtaskresult": set(),
}


def test_operators_and_the_table_name_the_same_groups() -> None:
    assert tuple(groups.GROUPS) == STAFF_GROUPS


@pytest.mark.parametrize("label", EVERY_LABEL)
def test_every_permission_of_the_table_exists(db: None, label: str) -> None:
    app, _dot, codename = label.partition(".")

    assert Permission.objects.filter(content_type__app_label=app, codename=codename).exists()


@pytest.mark.parametrize("name", STAFF_GROUPS)
def test_each_group_has_its_row_and_no_more(db: None, name: str) -> None:
    member = factories.staff("Quelqu’un", name)

    assert member.get_all_permissions() == set(groups.GROUPS[name])


@pytest.mark.parametrize(("permission", "holders"), GUARDED.items())
def test_what_could_undo_the_paper_is_in_few_hands(permission: str, holders: set[str]) -> None:
    assert {name for name, labels in groups.GROUPS.items() if permission in labels} == holders


def test_bringing_up_to_date_takes_back_what_the_table_does_not_give(maud: User) -> None:
    moderators = Group.objects.get(name="Moderator")
    moderators.permissions.add(Permission.objects.get(codename="view_user"))
    own = Group.objects.create(name="Photographers")
    own.permissions.add(Permission.objects.get(codename="add_picture"))

    groups.bring_up_to_date()

    assert not User.objects.get(pk=maud.pk).has_perm("subscribers.view_user")
    assert own.permissions.count() == 1
