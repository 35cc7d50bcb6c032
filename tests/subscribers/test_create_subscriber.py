"""create_subscriber: an account with a subscription, or one line for each thing that is wrong and nothing written."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django.utils.translation import get_language

from newsroom.audit.models import Entry
from newsroom.subscribers.models import Subscription, User
from tests.conftest import PASSWORD
from tests.subscribers.visits import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_PASSWORD", PASSWORD)


def create(email: str = "yves@exemple.test", name: str = "Yves", variable: str = "A_PASSWORD", **more: str) -> str:
    """Run the command; return what it said."""
    said = StringIO()
    call_command("create_subscriber", email, name=name, password_env=variable, stdout=said, **more)
    return said.getvalue()


def refusal(**options: str) -> list[str]:
    """Run the command, which must refuse; return its lines but the last, which must say that nothing was written."""
    before = (User.objects.count(), Entry.objects.count())
    with pytest.raises(CommandError) as refused:
        create(**options)
    assert refused.value.returncode == 1
    assert (User.objects.count(), Entry.objects.count()) == before
    *lines, last = str(refused.value).splitlines()
    assert last == "Nothing was written."
    return lines


def test_the_subscriber_signs_in_at_once_and_reads(client: Client) -> None:
    said = create("Yves@Exemple.test", " Yves  Martin ")

    assert said == "yves@exemple.test: account Yves Martin opened, subscription without an end.\n"
    sign_in(client, "yves@exemple.test")
    user = get_user(client)
    assert isinstance(user, User)
    assert user.subscription_runs()
    assert not user.is_staff
    assert EmailAddress.objects.get(user=user).verified


def test_it_leaves_entries_without_address_or_password(client: Client) -> None:
    create()

    actions = [entry.action for entry in Entry.objects.order_by("id")]
    assert actions == ["user.created", "subscription.granted"]
    assert not [
        entry for entry in Entry.objects.all() if "exemple" in str(entry.detail) or PASSWORD in str(entry.detail)
    ]
    assert {entry.actor for entry in Entry.objects.all()} == {None}
    assert Subscription.objects.get().source == Subscription.Source.COMMAND


@pytest.mark.parametrize(
    ("until", "ends_at"),
    [("2099-12-31", datetime(2099, 12, 31, 23, tzinfo=UTC)), ("2099-06-30", datetime(2099, 6, 30, 22, tzinfo=UTC))],
)
def test_until_counts_its_last_day_where_the_paper_is(until: str, ends_at: datetime) -> None:
    said = create(until=until)

    assert Subscription.objects.get().ends_at == ends_at
    assert said.endswith(f"subscription until {until}.\n")


def test_today_may_be_the_last_day() -> None:
    create(until=timezone.localdate().isoformat())

    assert User.objects.get().subscription_runs()


@pytest.mark.parametrize(
    ("options", "start"),
    [
        ({"email": "yves"}, "EMAIL: Enter a valid email address. Write it as"),
        ({"email": "y" * 250 + "@exemple.test"}, "EMAIL: "),
        ({"name": ""}, "--name: This field cannot be blank. Choose another."),
        ({"name": "…"}, "--name: Write a name with at least one letter or digit. Choose another."),
        ({"name": "Yv\u200bes"}, "--name: Write a name without invisible characters"),
        ({"name": "y" * 41}, "--name: Ensure this value has at most 40 characters"),
        ({"name": "CHLOE"}, "--name: This pseudonym, or one that looks the same, is taken. Choose another."),
        ({"variable": "NO_SUCH"}, "--password-env: NO_SUCH is not set. Write NO_SUCH=… before the command."),
        ({"until": "31/12/2099"}, "--until: '31/12/2099' is no day. Write it as 2027-12-31."),
        ({"until": "2099-02-30"}, "--until: '2099-02-30' is no day."),
        ({"until": "9999-12-31"}, "--until: '9999-12-31' is no day."),
        ({"until": "2020-01-01"}, "--until: 2020-01-01 is past. Write today or a day to come."),
    ],
)
def test_what_is_wrong_is_said_with_its_option_and_its_mend(chloe: User, options: dict[str, str], start: str) -> None:
    (line,) = refusal(**options)

    assert line.startswith(start)


def test_the_policy_of_passwords_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_PASSWORD", "court")

    (line,) = refusal()

    assert line.startswith("--password-env: This password is too short.")
    assert "court" not in line


def test_everything_wrong_is_said_at_once() -> None:
    lines = refusal(email="yves", name="…", variable="NO_SUCH", until="hier")

    assert [line.partition(":")[0] for line in lines] == ["--until", "--password-env", "EMAIL", "--name"]


def test_the_same_again_changes_nothing_and_says_so() -> None:
    create(until="2099-12-31")
    before = Entry.objects.count()

    said = create(until="2099-12-31")

    assert said.startswith("yves@exemple.test: exists already as asked, subscription until 2099-12-31.")
    assert (User.objects.count(), Subscription.objects.count(), Entry.objects.count()) == (1, 1, before)


@pytest.mark.parametrize(
    "differing",
    [{"name": "Yvette"}, {"until": "2098-12-31"}, {"variable": "ANOTHER_PASSWORD"}, {"until": "2020-01-01"}],
)
def test_an_account_that_differs_is_left_alone_and_the_mend_is_said(
    monkeypatch: pytest.MonkeyPatch, differing: dict[str, str]
) -> None:
    monkeypatch.setenv("ANOTHER_PASSWORD", "une autre phrase de passe")
    create()
    before = Entry.objects.count()

    with pytest.raises(CommandError, match=r"has an account already.*/admin/subscribers/subscription/add/"):
        create(**{"email": "YVES@exemple.test", **differing})

    assert (User.objects.count(), Subscription.objects.count(), Entry.objects.count()) == (1, 1, before)


def test_a_subscription_that_is_over_is_not_as_asked() -> None:
    create()
    Subscription.objects.update(revoked_at=timezone.now())

    with pytest.raises(CommandError, match="has an account already"):
        create()


def test_the_command_leaves_the_language_as_it_was() -> None:
    before = get_language()
    refusal(name="…")

    assert get_language() == before
