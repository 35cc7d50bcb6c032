"""Changing one's address: the password first, the new mailbox proved, the old one told."""

import re

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client

from newsroom.subscribers.models import User
from tests import factories
from tests.conftest import PASSWORD
from tests.subscribers.visits import Answer, mailed_link, sign_in

PAGE = "/accounts/email/"
AGAIN = "/accounts/reauthenticate/"
NEW = "zoe.martin@exemple.test"


def change(client: Client, email: str) -> Answer:
    """Ask for the change, giving the password once more."""
    asked = client.post(PAGE, {"email": email, "action_add": ""})
    assert asked.headers["Location"] == f"{AGAIN}?next=%2Faccounts%2Femail%2F"
    return client.post(AGAIN, {"password": PASSWORD, "next": PAGE})


def test_the_password_is_asked_once_more_in_our_own_clothes(client: Client, zoe: User) -> None:
    sign_in(client, zoe.email)
    client.post(PAGE, {"email": NEW, "action_add": ""})

    page = client.get(f"{AGAIN}?next={PAGE}").content.decode()
    refused = client.post(AGAIN, {"password": "autre chose", "next": PAGE})

    assert 'class="masthead page"' in page
    assert 'class="errorlist"' in refused.content.decode()
    assert not EmailAddress.objects.filter(email=NEW).exists()


def test_the_new_address_counts_once_it_is_proved_and_the_old_one_is_told(client: Client, zoe: User) -> None:
    sign_in(client, zoe.email)
    change(client, NEW)
    zoe.refresh_from_db()
    assert zoe.email == "zoe@exemple.test"
    page = client.get(PAGE).content.decode()
    assert NEW in page
    assert 'name="action_remove"' in page

    client.post(mailed_link("confirm-email"))

    zoe.refresh_from_db()
    assert zoe.email == NEW
    assert [(row.email, row.verified, row.primary) for row in EmailAddress.objects.all()] == [(NEW, True, True)]
    assert mail.outbox[-1].to == ["zoe@exemple.test"]
    assert sign_in(Client(), NEW).status_code == 302
    assert sign_in(Client(), "zoe@exemple.test").status_code == 200


def test_a_change_is_given_up(client: Client, zoe: User) -> None:
    sign_in(client, zoe.email)
    change(client, NEW)

    client.post(PAGE, {"email": NEW, "action_remove": ""})

    assert not EmailAddress.objects.filter(email=NEW).exists()
    zoe.refresh_from_db()
    assert zoe.email == "zoe@exemple.test"


def test_an_address_of_somebody_else_is_answered_like_any_other(client: Client, zoe: User) -> None:
    chloe = factories.user("Chloé")
    EmailAddress.objects.create(user=chloe, email=chloe.email, verified=True, primary=True)
    sign_in(client, zoe.email)

    taken = re.sub("chloe@", "x@", change(client, chloe.email).headers["Location"])
    free = re.sub(
        "libre@", "x@", client.post(PAGE, {"email": "libre@exemple.test", "action_add": ""}).headers["Location"]
    )

    assert taken == free == PAGE


def test_an_address_that_became_another_account_s_is_not_taken_over(client: Client, zoe: User) -> None:
    sign_in(client, zoe.email)
    change(client, NEW)
    link = mailed_link("confirm-email")
    rival = User.objects.create_user(NEW, "Rival")

    response = client.post(link)

    assert response.status_code == 302
    zoe.refresh_from_db()
    assert (zoe.email, rival.email) == ("zoe@exemple.test", NEW)
    assert not EmailAddress.objects.filter(email=NEW, verified=True).exists()


def test_a_link_opened_by_somebody_else_signs_them_out(client: Client, zoe: User) -> None:
    sign_in(client, zoe.email)
    change(client, NEW)
    link = mailed_link("confirm-email")
    other = Client()
    other.force_login(factories.user("Chloé"))

    other.get(link)

    assert get_user(other).is_anonymous
