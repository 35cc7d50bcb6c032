"""A forgotten password: the same answer for everyone, a link for the owner of the mailbox, and back to the page."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.test import Client

from newsroom.subscribers.models import User
from tests.conftest import PASSWORD
from tests.subscribers.visits import Answer, mailed_link, sign_in

pytestmark = pytest.mark.once

HERE = "/politique/le-pont-rouvre-1"
FORM = "/accounts/password/reset/"
SENT = "/accounts/password/reset/done/"
NEW = "un tout nouveau mot de passe"


def ask(client: Client, email: str, **more: str) -> Answer:
    return client.post(FORM, {"email": email, **more})


def follow(client: Client, link: str) -> str:
    """Open the mailed link; return the address of the form, which holds no key."""
    response = client.get(link)
    assert response.status_code == 302, "the link does not serve"
    location = response.headers["Location"]
    assert "set-password" in location
    return location


def choose(client: Client, form: str, password: str = NEW, **more: str) -> Answer:
    return client.post(form.partition("?")[0], {"password1": password, "password2": password, **more})


def test_known_and_unknown_addresses_get_the_same_answer(zoe: User) -> None:
    known, unknown = Client(), Client()
    answers = [ask(known, "zoe@exemple.test"), ask(unknown, "eva@exemple.test")]

    assert {(answer.status_code, answer.headers["Location"], answer.content) for answer in answers} == {
        (302, SENT, b"")
    }
    assert known.get(SENT).content == unknown.get(SENT).content
    assert [message.to for message in mail.outbox] == [["zoe@exemple.test"], ["eva@exemple.test"]]
    assert "/key/" not in mail.outbox[-1].body


def test_a_new_password_signs_in_and_leads_back(client: Client, zoe: User) -> None:
    session = client.session
    session["comment_draft"] = "Mon avis"
    session.save()

    assert ask(client, zoe.email, next=f"{HERE}#comment-form").headers["Location"].startswith(f"{SENT}?next=")
    form = follow(client, mailed_link("/key/"))
    page = client.get(form).content.decode()
    assert f'name="next" value="{HERE}#comment-form"' in page
    response = choose(client, form, next=f"{HERE}#comment-form")

    assert response.headers["Location"] == f"{HERE}#comment-form"
    assert get_user(client) == zoe
    assert client.session["comment_draft"] == "Mon avis"
    zoe.refresh_from_db()
    assert zoe.check_password(NEW)
    assert mail.outbox[-1].to == [zoe.email]
    assert "/accounts/password/reset/" in mail.outbox[-1].body


def test_a_link_serves_once(client: Client, zoe: User) -> None:
    ask(client, zoe.email)
    link = mailed_link("/key/")
    choose(client, follow(client, link))

    page = Client().get(link)

    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()
    assert 'name="password1"' not in page.content.decode()


def test_a_link_serves_for_a_day(client: Client, zoe: User) -> None:
    ask(client, zoe.email)
    link = mailed_link("/key/")
    tomorrow = PasswordResetTokenGenerator()._now() + timedelta(days=1, seconds=1)

    with patch.object(PasswordResetTokenGenerator, "_now", return_value=tomorrow):
        assert 'role="alert"' in Client().get(link).content.decode()
    follow(Client(), link)


@pytest.mark.parametrize(
    "link", [f"{FORM}key/1-abc/", f"{FORM}key/zzzzzzzzzzzzz-abc-def/", f"{FORM}key/0-set-password/"]
)
def test_a_made_up_link_says_so(client: Client, zoe: User, link: str) -> None:
    page = client.get(link)

    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()


def test_a_new_password_keeps_the_policy(client: Client, zoe: User) -> None:
    ask(client, zoe.email)
    form = follow(client, mailed_link("/key/"))

    refused = choose(client, form, "trop court")

    assert refused.status_code == 200
    assert 'class="errorlist"' in refused.content.decode()
    zoe.refresh_from_db()
    assert zoe.check_password(PASSWORD)


def test_a_new_password_ends_other_sessions(client: Client, zoe: User) -> None:
    elsewhere = Client()
    sign_in(elsewhere, zoe.email)
    ask(client, zoe.email)

    choose(client, follow(client, mailed_link("/key/")))

    assert get_user(elsewhere).is_anonymous


def test_an_address_one_means_to_change_to_gives_no_access_to_the_account(client: Client, zoe: User) -> None:
    EmailAddress.objects.create(user=zoe, email="zoee@exemple.test", verified=False, primary=False)

    ask(client, "zoee@exemple.test")

    assert "/key/" not in mail.outbox[-1].body


def test_a_deactivated_account_gets_no_link(client: Client, zoe: User) -> None:
    User.objects.filter(pk=zoe.pk).update(is_active=False)

    assert ask(client, zoe.email).headers["Location"] == SENT
    assert "/key/" not in mail.outbox[-1].body


def test_a_password_is_changed_on_the_account_and_other_sessions_end(client: Client, zoe: User) -> None:
    elsewhere = Client()
    sign_in(elsewhere, zoe.email)
    sign_in(client, zoe.email)
    page = client.get("/accounts/password/change/")
    assert page.status_code == 200

    wrong = {"oldpassword": "autre chose", "password1": NEW, "password2": NEW}
    assert 'class="errorlist"' in client.post("/accounts/password/change/", wrong).content.decode()
    changed = client.post("/accounts/password/change/", wrong | {"oldpassword": PASSWORD})

    assert changed.headers["Location"] == "/account/"
    assert get_user(client) == zoe
    assert get_user(elsewhere).is_anonymous
    assert mail.outbox[-1].to == [zoe.email]
