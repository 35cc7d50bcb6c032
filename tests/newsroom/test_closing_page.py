"""« Close my account »: it says what it means, asks for the choice and the password, closes, and says farewell."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from comments.models import Comment, Rule
from newsroom.audit.models import Entry
from newsroom.subscribers.models import ClosedAccount, User
from tests import factories
from tests.conftest import PASSWORD
from tests.subscribers import ordering

pytestmark = pytest.mark.django_db

type Browse = Callable[[User], Client]

PAGE = "/account/closing/"
SENT = {"wish": "erase", "sure": "on"}


def able(member: User) -> User:
    """Return the member, with a password and an address that is proved."""
    member.set_password(PASSWORD)
    member.save(update_fields=["password"])
    member.confirm_address()
    return member


def seen(client: Client) -> str:
    """Return what the page says."""
    return " ".join(unescape(client.get(PAGE).content.decode()).split())


def give_password(client: Client) -> None:
    """Give the password once more."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def test_a_member_chooses_gives_the_password_and_has_left(browse: Browse, comment: Comment) -> None:
    client = browse(able(comment.author))
    asked = client.post(PAGE, SENT)
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
    assert not ClosedAccount.objects.exists()

    answer = client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": PAGE})

    assert answer.headers["Location"] == "/account/closed/"
    assert ClosedAccount.objects.get().wish == "erase"
    assert "_auth_user_id" not in client.session
    farewell = client.get("/account/closed/")
    assert "Le compte est fermé" in farewell.content.decode()
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize("sent", [{}, {"wish": "keep"}, {"sure": "on"}, {"wish": "other", "sure": "on"}])
def test_nothing_happens_without_choice_and_confirmation(browse: Browse, alice: User, sent: dict[str, str]) -> None:
    client = browse(able(alice))
    give_password(client)

    answer = client.post(PAGE, sent)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode() or "errorlist" in answer.content.decode()
    assert not ClosedAccount.objects.exists()


def test_neither_choice_is_made_for_the_member(browse: Browse, alice: User) -> None:
    assert " checked" not in seen(browse(alice))


def test_the_page_says_what_becomes_of_a_subscription(browse: Browse, alice: User, chloe: User) -> None:
    assert 'data-closing="subscription"' in seen(browse(alice))
    assert 'data-closing="subscription"' not in seen(browse(chloe))


def test_a_contract_of_the_last_days_is_better_renounced_first(browse: Browse, chloe: User) -> None:
    order = ordering.paid(chloe)

    assert f"?contract={order.reference}" in seen(browse(chloe))


def test_the_mark_is_told_to_who_is_under_a_sanction(browse: Browse, alice: User, maud: User, rule: Rule) -> None:
    assert "Une marque" not in seen(browse(alice))
    factories.sanction(alice, level="suspension", by=maud, rule=rule, ends_at=timezone.now() + timedelta(days=7))
    assert "Une marque" in seen(browse(alice))


def test_the_staff_is_told_to_ask_the_publisher(browse: Browse, maud: User) -> None:
    client = browse(able(maud))
    assert 'data-closing="staff"' in seen(client)
    give_password(client)

    assert client.post(PAGE, SENT).status_code == 403
    assert User.objects.get(pk=maud.pk).is_active


def test_the_account_leads_there(browse: Browse, alice: User) -> None:
    page = browse(alice).get("/account/").content.decode()

    assert f'href="{PAGE}"' in page
    assert 'href="/account/data/"' in page


def test_the_page_costs_a_constant_number_of_queries(
    browse: Browse, alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = browse(alice)
    with django_assert_max_num_queries(10):
        client.get(PAGE)


def test_who_answers_the_authorities_finds_who_it_was_and_each_look_is_noted(
    browse: Browse, alice: User, paul: User, maud: User
) -> None:
    ClosedAccount.objects.close(alice, wish="keep", under_sanction=False)
    row = ClosedAccount.objects.get()
    desk = "/admin/subscribers/closedaccount/"
    assert browse(maud).get(desk).status_code == 403

    client = browse(paul)
    assert "alice@exemple.test" in client.get(desk, {"q": "alice@exemple.test"}).content.decode()
    assert "alice@exemple.test" in client.get(f"{desk}{row.pk}/change/").content.decode()

    listed, looked = Entry.objects.filter(action__startswith="closed-account").order_by("id")
    assert (listed.actor, listed.detail) == (paul, {"sought": "alice@exemple.test", "rows": [row.pk]})
    assert looked.subject == f"subscribers.closedaccount:{row.pk}"


def test_nobody_opens_again_what_its_member_closed(browse: Browse, alice: User, paul: User) -> None:
    ClosedAccount.objects.close(alice, wish="keep", under_sanction=False)

    answer = browse(paul).post(f"/admin/subscribers/user/{alice.pk}/change/", {"is_active": "on"})

    assert answer.status_code == 403
    assert not User.objects.get(pk=alice.pk).is_active
