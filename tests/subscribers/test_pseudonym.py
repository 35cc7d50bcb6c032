"""A pseudonym is changed once in a while; the former one stays known to the staff, and nobody else's for a year."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from newsroom.subscribers.models import DisplayNameChange, User
from newsroom.subscribers.models.user import StaleName, TooSoon
from newsroom.subscribers.reserved_names import is_reserved
from tests import factories
from tests.comments.clock import Clock
from tests.comments.test_simultaneous import at_once

Browse = Callable[[User], Client]
PAGE = "/account/pseudonym/"


def refusal(user: User, name: str, by: User | None = None) -> str:
    """Return the code of what the pseudonym is refused for."""
    with pytest.raises(ValidationError) as refused:
        user.rename(name, by=by or user)
    (error,) = refused.value.error_dict["display_name"]
    return str(error.code)


def test_the_reader_takes_another_and_the_paper_keeps_the_former(browse: Browse, chloe: User) -> None:
    client = browse(chloe)

    assert client.post(PAGE, {"display_name": "  Chloé  Martin "}).headers["Location"] == "/account/"

    chloe.refresh_from_db()
    assert chloe.display_name == "Chloé Martin"
    change = DisplayNameChange.objects.get()
    assert (change.user, change.old, change.new, change.by) == (chloe, "Chloé", "Chloé Martin", chloe)
    assert "<dd>Chloé Martin</dd>" in client.get("/account/").content.decode()
    assert "<li>Chloé " in client.get(PAGE).content.decode()


def test_once_in_thirty_days(browse: Browse, chloe: User, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    chloe.rename("Clo", by=chloe)
    client = browse(chloe)
    assert "<form" not in client.get(PAGE).content.decode().partition("<h1")[2].partition("</main")[0]
    clock.wait(days=29, hours=23)
    browse(chloe)
    refused = client.post(PAGE, {"display_name": "Clotilde"})
    assert refused.status_code == 200
    assert 'class="errorlist"' in refused.content.decode()
    assert 'value="Clotilde"' in refused.content.decode()

    clock.wait(hours=2)
    assert client.post(PAGE, {"display_name": "Clotilde"}).status_code == 302


@pytest.mark.parametrize("name", ["Alice", "ALICE", "аlice", "Al\u200bice", "…", "", "x" * 41])
def test_what_no_sign_up_takes_no_change_takes(browse: Browse, chloe: User, alice: User, name: str) -> None:
    assert browse(chloe).post(PAGE, {"display_name": name}).status_code == 200

    chloe.refresh_from_db()
    assert chloe.display_name == "Chloé"
    assert not DisplayNameChange.objects.exists()


def test_a_former_pseudonym_is_nobody_else_s_for_a_year(
    chloe: User, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    chloe.rename("Clo", by=chloe)

    assert refusal(alice, "CHLOE") == "taken"
    with pytest.raises(ValidationError):
        User.objects.create_user("autre@exemple.test", "Chloe")
    clock.wait(days=31)
    chloe.rename("Chloé", by=chloe)
    clock.wait(days=31)
    chloe.rename("Clothilde", by=chloe)
    clock.wait(days=366)
    alice.rename("Chloé", by=alice)

    assert alice.display_name == "Chloé"


def test_of_two_changes_at_once_one_is_made(chloe: User) -> None:
    elsewhere = User.objects.get(pk=chloe.pk)
    asked = User.objects.get(pk=chloe.pk)
    asked.display_name = "Chloé"
    elsewhere.rename("Clo", by=factories.staff("Paul", "Publisher"))

    with pytest.raises(StaleName):
        asked.rename("Clotilde", by=asked)
    elsewhere.rename("Clo 2", by=elsewhere)
    with pytest.raises(TooSoon):
        elsewhere.rename("Clo 3", by=elsewhere)


@pytest.mark.django_db(transaction=True)
def test_two_readers_who_take_one_pseudonym_at_once_leave_one_with_it() -> None:
    def take(reader: User) -> str:
        try:
            User.objects.get(pk=reader.pk).rename("Charlie", by=reader)
        except ValidationError:
            return "refused"
        return "taken"

    alpha, bravo = (factories.user(name) for name in ("Alpha", "Bravo"))
    assert sorted(at_once(lambda: take(alpha), lambda: take(bravo))) == ["refused", "taken"]
    assert User.objects.named_like("Charlie").count() == DisplayNameChange.objects.count() == 1


def test_the_history_is_never_rewritten(chloe: User) -> None:
    chloe.rename("Clo", by=chloe)

    with pytest.raises(DatabaseError), transaction.atomic():
        DisplayNameChange.objects.update(old="Quelqu’un")
    chloe.delete()
    assert not DisplayNameChange.objects.exists()


@pytest.mark.parametrize(
    ("name", "reserved"),
    [
        ("Le Courrier du Confluent", True),
        ("lecourrierduconfluent", True),
        ("Le Cоurrier du Cоnfluent", True),
        ("Le Courrier du Confluent officiel", True),
        ("La rédaction", True),
        ("Redaction", True),
        ("Modération", True),
        ("M o d é r a t i o n", True),
        ("m0deratеur", True),
        ("Мoderation", True),
        ("Jean (modérateur)", True),
        ("admin", True),
        ("ADMIN_42", True),
        ("Ad-min", True),
        ("Staff", True),
        ("Moderato", False),
        ("Badminton", False),
        ("Courrier", False),
        ("Confluence", False),
        ("Rédactionnel", False),
        ("Zoé Martin", False),
    ],
)
def test_no_reader_is_taken_for_the_paper(settings: Settings, name: str, reserved: bool) -> None:
    settings.SITE_NAME = "Le Courrier du Confluent"

    assert is_reserved(name) == reserved


def test_a_reader_is_told_so_and_the_staff_may(chloe: User, maud: User) -> None:
    assert refusal(chloe, "La rédaction") == "reserved"

    maud.rename("Maud, modération", by=maud)

    assert maud.display_name == "Maud, modération"


@pytest.mark.parametrize("name", ["Маud", "Mаud", "MAUD", "M a u d", "Ⓜaud", "Máud."])
def test_a_moderator_s_name_in_other_letters_is_refused(client: Client, maud: User, name: str) -> None:
    data = {"email": "yves@exemple.test", "display_name": name, "password1": "girafe tabouret midi cuivre"}

    page = client.post("/accounts/signup/", data)

    assert page.status_code == 200
    assert [error.code for error in page.context["form"].errors.as_data()["display_name"]] == ["taken"]
    assert not User.objects.filter(email="yves@exemple.test").exists()


def test_the_staff_see_who_somebody_was(browse: Browse, chloe: User, maud: User, paul: User) -> None:
    chloe.rename("Clo", by=chloe)

    assert "Chloé" in browse(paul).get(f"/admin/subscribers/user/{chloe.pk}/change/").content.decode()
    assert "Chloé" in browse(maud).get(f"/admin/comments/sanction/member/{chloe.pk}/").content.decode()


def test_a_pseudonym_that_the_publisher_changes_is_written_down_too(browse: Browse, chloe: User, paul: User) -> None:
    form = {"email": chloe.email, "display_name": "Clo", "is_active": "on"}

    assert browse(paul).post(f"/admin/subscribers/user/{chloe.pk}/change/", form).status_code == 302

    change = DisplayNameChange.objects.get()
    assert (change.old, change.new, change.by) == ("Chloé", "Clo", paul)
    chloe.refresh_from_db()
    assert chloe.may_rename_at() is None


def test_the_page_costs_six_queries(
    browse: Browse, chloe: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    chloe.rename("Clo", by=chloe)
    client = browse(chloe)
    # The session, the user, the same anew, the last change, the sections of the masthead, the former names.
    with django_assert_num_queries(6):
        client.get(PAGE)


def test_a_change_is_dated_now(chloe: User) -> None:
    chloe.rename("Clo", by=chloe)

    assert timezone.now() - DisplayNameChange.objects.get().at < timedelta(minutes=1)
