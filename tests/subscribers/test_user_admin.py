"""Accounts in the admin: who sees addresses, who gives which rights, and nobody makes themselves all-powerful."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.test import Client

from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from newsroom.subscribers.staff import STAFF_GROUPS
from tests import factories
from tests.conftest import PASSWORD
from tests.subscribers.visits import Answer, mailed_link, sign_in

Browse = Callable[[User], Client]
LIST = "/admin/subscribers/user/"
ADD = f"{LIST}add/"


def page_of(user: User) -> str:
    return f"{LIST}{user.pk}/change/"


def group_ids(*names: str) -> list[int]:
    return [Group.objects.get(name=name).pk for name in names]


def change(client: Client, user: User, **fields: object) -> Answer:
    """Post the user's form as it stands, but for `fields`."""
    form = {
        "email": user.email,
        "display_name": user.display_name,
        "is_active": "on",
        "is_staff": "on" if user.is_staff else "",
        "groups": list(user.groups.values_list("pk", flat=True)),
    }
    return client.post(page_of(user), {key: value for key, value in (form | fields).items() if value != ""})


@pytest.fixture
def root(db: None) -> User:
    """The superuser."""
    return User.objects.create_superuser("root@exemple.test", "Racine")


@pytest.mark.parametrize("group", [name for name in STAFF_GROUPS if name != "Publisher"])
def test_no_other_staff_ever_sees_an_address(browse: Browse, alice: User, group: str) -> None:
    client = browse(factories.staff("Quelqu’un", group))
    pages = (LIST, f"{LIST}?q=alice", page_of(alice), f"{LIST}{alice.pk}/history/", f"{LIST}{alice.pk}/delete/", ADD)
    search = "/admin/autocomplete/?app_label=subscribers&model_name=subscription&field_name=user&term=alice"

    for page in (*pages, search, "/admin/subscribers/subscription/", "/admin/subscribers/plan/"):
        assert client.get(page).status_code == 403
    assert "/admin/subscribers/" not in client.get("/admin/").content.decode()


def test_the_publisher_finds_a_reader_by_address_or_pseudonym(browse: Browse, alice: User, paul: User) -> None:
    client = browse(paul)

    for words in ("alice@exemple", "alic"):
        assert page_of(alice) in client.get(f"{LIST}?q={words}").content.decode()


def test_an_account_is_opened_without_a_password_and_its_owner_chooses_one(
    browse: Browse, client: Client, paul: User
) -> None:
    form = {"email": "Yves@Exemple.test", "display_name": " Yves ", "is_active": "on"}

    assert browse(paul).post(ADD, form).status_code == 302

    user = User.objects.get(email="yves@exemple.test")
    assert (user.display_name, user.is_staff, user.has_usable_password()) == ("Yves", False, False)
    entry = Entry.objects.get(action="user.created")
    assert (entry.actor, entry.subject) == (paul, f"subscribers.user:{user.pk}")
    assert "exemple" not in str(entry.detail)
    assert mail.outbox[-1].to == ["yves@exemple.test"]
    theirs = Client()
    theirs.post(theirs.get(mailed_link("/key/")).headers["Location"], {"password1": PASSWORD, "password2": PASSWORD})
    assert sign_in(Client(), "yves@exemple.test").headers["Location"] == "/account/"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"display_name": "ALICE"}, "display_name"),
        ({"display_name": "…"}, "display_name"),
        ({"display_name": "Yv\u200bes"}, "display_name"),
        ({"email": "ALICE@exemple.test"}, "email"),
        ({"email": "yves"}, "email"),
    ],
)
def test_the_model_s_rules_hold_in_the_admin_too(
    browse: Browse, alice: User, paul: User, fields: dict[str, str], wrong: str
) -> None:
    before = User.objects.count()

    answer = browse(paul).post(ADD, {"email": "yves@exemple.test", "display_name": "Yves", **fields})

    assert answer.status_code == 200
    assert set(answer.context["adminform"].form.errors) == {wrong}
    assert User.objects.count() == before
    assert mail.outbox == []


def test_the_publisher_gives_the_groups_of_the_table_and_it_is_recorded(
    browse: Browse, chloe: User, paul: User
) -> None:
    answer = change(browse(paul), chloe, is_staff="on", groups=group_ids("Moderator"))

    assert answer.status_code == 302
    chloe.refresh_from_db()
    assert chloe.is_staff
    assert [group.name for group in chloe.groups.all()] == ["Moderator"]
    entry = Entry.objects.get(action="user.changed")
    assert (entry.actor, entry.detail["groups"], entry.detail["staff"]) == (paul, ["Moderator"], True)


def test_saving_without_a_change_records_none(browse: Browse, chloe: User, paul: User) -> None:
    change(browse(paul), chloe)

    assert not Entry.objects.filter(action="user.changed").exists()


def test_a_publisher_does_not_become_a_superuser_by_any_field(browse: Browse, paul: User) -> None:
    client = browse(paul)
    own = Group.objects.create(name="All-powerful")
    own.permissions.set(Permission.objects.all())
    page = client.get(page_of(paul)).content.decode()
    assert 'name="is_superuser"' not in page
    assert 'name="user_permissions"' not in page
    assert "All-powerful" not in page
    assert 'type="password"' not in page

    everything = [permission.pk for permission in Permission.objects.all()]
    change(client, paul, is_superuser="on", user_permissions=everything, password="x" * 20)
    refused = change(client, paul, groups=[*group_ids("Publisher"), own.pk])

    assert refused.status_code == 200
    paul.refresh_from_db()
    assert not paul.is_superuser
    assert not paul.user_permissions.exists()
    assert [group.name for group in paul.groups.all()] == ["Publisher"]


@pytest.mark.parametrize("more", ["superuser", "a permission of their own", "a group outside the table"])
def test_a_publisher_does_not_take_over_who_has_more_than_they_give(
    browse: Browse, paul: User, root: User, maud: User, more: str
) -> None:
    above = root if more == "superuser" else maud
    if more == "a permission of their own":
        maud.user_permissions.add(Permission.objects.get(codename="change_group"))
    elif more == "a group outside the table":
        maud.groups.add(Group.objects.create(name="Keepers of the keys"))
    client = browse(paul)

    assert change(client, above, email="paul.bis@exemple.test").status_code == 403

    above.refresh_from_db()
    assert above.email != "paul.bis@exemple.test"
    assert 'name="_save"' not in client.get(page_of(above)).content.decode()


def test_there_is_no_page_to_set_somebody_s_password_and_no_group_page(browse: Browse, paul: User, alice: User) -> None:
    client = browse(paul)

    assert client.post(f"{LIST}{alice.pk}/password/", {"password1": PASSWORD, "password2": PASSWORD}).status_code != 200
    assert client.get("/admin/auth/group/").status_code == 403
    assert client.get("/admin/account/emailaddress/").status_code == 404
    assert client.post(f"{LIST}{alice.pk}/delete/", {"post": "yes"}).status_code == 403
    alice.refresh_from_db()
    assert not alice.has_usable_password()


def test_a_superuser_gives_everything(browse: Browse, chloe: User, root: User) -> None:
    client = browse(root)
    assert client.get("/admin/auth/group/").status_code == 200

    change(client, chloe, is_staff="on", is_superuser="on")

    chloe.refresh_from_db()
    assert chloe.is_superuser


def test_a_new_address_replaces_the_old_one_at_sign_in(browse: Browse, paul: User, zoe: User) -> None:
    EmailAddress.objects.create(user=zoe, email="attente@exemple.test", verified=False)

    change(browse(paul), zoe, email="Zoe.Martin@exemple.test")

    assert [(row.email, row.verified, row.primary) for row in EmailAddress.objects.filter(user=zoe)] == [
        ("zoe.martin@exemple.test", True, True)
    ]
    assert sign_in(Client(), "zoe@exemple.test").status_code == 200
    assert sign_in(Client(), "zoe.martin@exemple.test").status_code == 302


def test_deactivating_says_why_signs_out_at_the_next_request_and_is_recorded(
    browse: Browse, paul: User, zoe: User
) -> None:
    theirs = Client()
    sign_in(theirs, zoe.email)
    assert theirs.get("/account/").status_code == 200

    change(browse(paul), zoe, is_active="", reason="Ce compte a été volé.")

    assert theirs.get("/account/").status_code == 302
    detail = Entry.objects.get(action="user.changed").detail
    assert (detail["active"], detail["fields"], detail["reason"]) == (False, ["is_active"], "Ce compte a été volé.")
    assert mail.outbox[-1].to == [zoe.email]
    assert "Ce compte a été volé." in mail.outbox[-1].body


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_no_account_is_shut_without_a_word(browse: Browse, paul: User, zoe: User, reason: str) -> None:
    answer = change(browse(paul), zoe, is_active="", reason=reason)

    assert "reason" in answer.context["adminform"].form.errors
    zoe.refresh_from_db()
    assert zoe.is_active
    assert mail.outbox == []


def test_an_account_is_opened_again_without_a_reason(browse: Browse, paul: User, zoe: User) -> None:
    User.objects.filter(pk=zoe.pk).update(is_active=False)
    zoe.refresh_from_db()

    change(browse(paul), zoe, is_active="on")

    zoe.refresh_from_db()
    assert zoe.is_active
    assert mail.outbox == []
