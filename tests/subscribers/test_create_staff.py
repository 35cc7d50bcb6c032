"""create_staff: an account in the staff's groups, or one line for each thing that is wrong and nothing written."""

from io import StringIO

import pytest
from django.contrib.auth import get_user
from django.core.management import CommandError, call_command
from django.test import Client

from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from newsroom.subscribers.staff import STAFF_GROUPS
from tests.conftest import PASSWORD
from tests.subscribers.visits import set_up_an_app, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_PASSWORD", PASSWORD)


def create(*groups: str, email: str = "maud@exemple.test", name: str = "Maud", variable: str = "A_PASSWORD") -> str:
    """Run the command; return what it said."""
    said = StringIO()
    asked = [part for group in groups for part in ("--group", group)]
    call_command("create_staff", email, "--name", name, "--password-env", variable, *asked, stdout=said)
    return said.getvalue()


@pytest.mark.parametrize("group", STAFF_GROUPS)
def test_somebody_of_each_group_signs_in_and_opens_the_admin(client: Client, group: str) -> None:
    said = create(group)
    assert said.startswith(f"maud@exemple.test: account Maud opened, {group}. At the first sign-in")

    sign_in(client, "maud@exemple.test")

    user = get_user(client)
    assert isinstance(user, User)
    assert [one.name for one in user.groups.all()] == [group]
    assert (user.is_staff, user.is_superuser) == (True, False)
    assert client.get("/admin/").status_code == 302
    set_up_an_app(client, "/admin/")
    assert client.get("/admin/").status_code == 200
    assert Entry.objects.get(action="user.created").detail == {"staff": True, "groups": [group]}


def test_one_person_may_be_in_several_groups() -> None:
    create("Moderator", "Editor", "Moderator")

    assert {group.name for group in User.objects.get().groups.all()} == {"Moderator", "Editor"}


@pytest.mark.parametrize("group", ["Writer", "moderator", "", "Superuser"])
def test_an_unknown_group_is_refused_with_those_there_are(group: str) -> None:
    with pytest.raises(CommandError) as refused:
        create("Moderator", group)

    (line, last) = str(refused.value).splitlines()
    assert line.startswith(f"--group: {group!r} is no group of the staff.")
    assert "Chief moderator" in line
    assert last == "Nothing was written."
    assert not User.objects.exists()
    assert not Entry.objects.exists()


def test_everything_wrong_is_said_at_once(chloe: User) -> None:
    with pytest.raises(CommandError) as refused:
        create("Writer", email="maud", name="Chloe", variable="NO_SUCH")

    options = [line.partition(":")[0] for line in str(refused.value).splitlines()[:-1]]
    assert options == ["--group", "--password-env", "EMAIL", "--name"]
    assert User.objects.count() == 1


def test_the_same_again_changes_nothing_and_says_so() -> None:
    create("Moderator", "Editor")

    assert create("Editor", "Moderator").startswith("maud@exemple.test: exists already as asked")
    assert (User.objects.count(), Entry.objects.count()) == (1, 1)


@pytest.mark.parametrize("groups", [("Publisher",), ("Moderator", "Publisher")])
def test_an_account_that_differs_is_given_nothing(groups: tuple[str, ...]) -> None:
    create("Moderator")

    with pytest.raises(CommandError, match=r"has an account already.*/admin/subscribers/user/\d+/change/"):
        create(*groups)

    assert [group.name for group in User.objects.get().groups.all()] == ["Moderator"]


def test_a_reader_is_not_made_staff_by_the_way(chloe: User) -> None:
    with pytest.raises(CommandError, match="has an account already"):
        create("Moderator", email="chloe@exemple.test", name="Chloé")

    chloe.refresh_from_db()
    assert not chloe.is_staff


def test_a_superuser_signs_in_without_a_mail_first(client: Client) -> None:
    User.objects.create_superuser("root@exemple.test", "Racine", PASSWORD)

    sign_in(client, "root@exemple.test", next="/admin/")
    set_up_an_app(client, "/admin/")

    assert client.get("/admin/").status_code == 200
