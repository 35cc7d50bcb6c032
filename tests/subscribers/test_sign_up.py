"""Sign-up: an address that is proved, a pseudonym that is nobody's, and no word on who has an account."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.db import connection, connections
from django.db.models.signals import pre_save
from django.test import Client

from newsroom.subscribers.models import User
from tests.conftest import PASSWORD
from tests.subscribers.visits import Answer, mailed_link, sign_in

HERE = "/politique/le-pont-rouvre-1"
SENT = "/accounts/confirm-email/"


def sign_up(client: Client, email: str, name: str, password: str = PASSWORD, **more: str) -> Answer:
    data = {"email": email, "display_name": name, "password1": password, **more}
    return client.post("/accounts/signup/", data)


def errors(response: Answer) -> dict[str, list[str]]:
    """Return the codes of what was refused, by field."""
    assert response.status_code == 200
    found = response.context["form"].errors.as_data()
    return {field: [error.code for error in said] for field, said in found.items()}


def test_the_page_says_what_a_pseudonym_and_a_password_are(client: Client, db: None) -> None:
    page = client.get("/accounts/signup/").content.decode()

    assert 'name="display_name"' in page
    assert "15" in page
    assert "placeholder" not in page


def test_a_newcomer_confirms_their_address_and_lands_where_they_were(client: Client, db: None) -> None:
    session = client.session
    session["comment_draft"] = "Mon avis"
    session.save()

    response = sign_up(client, "Yves@Exemple.test", " Yves  Martin ", next=f"{HERE}#comment-form")
    assert response.headers["Location"] == SENT
    assert get_user(client).is_anonymous
    assert client.get(SENT).status_code == 200
    assert mail.outbox[-1].to == ["yves@exemple.test"]
    assert "Yves  Martin" not in mail.outbox[-1].body

    link = mailed_link("confirm-email")
    page = client.get(link)
    assert "yves@exemple.test" in page.content.decode()
    assert not EmailAddress.objects.filter(verified=True).exists()

    confirmed = client.post(link.partition("?")[0])
    assert confirmed.headers["Location"] == f"{HERE}#comment-form"
    user = get_user(client)
    assert isinstance(user, User)
    assert (user.email, user.display_name) == ("yves@exemple.test", "Yves Martin")
    assert client.session["comment_draft"] == "Mon avis"


def test_a_link_followed_in_another_browser_leads_on_by_sign_in(client: Client, db: None) -> None:
    sign_up(client, "yves@exemple.test", "Yves", next=f"{HERE}#comment-form")
    link = mailed_link("confirm-email")
    elsewhere = Client()
    form = re.search(r'name="next" value="([^"]*)"', elsewhere.get(link).content.decode())
    assert form

    confirmed = elsewhere.post(link.partition("?")[0], {"next": form[1]})

    assert confirmed.headers["Location"].startswith("/accounts/login/?next=")
    assert get_user(elsewhere).is_anonymous
    onward = confirmed.headers["Location"].partition("next=")[2].replace("%23", "#")
    assert sign_in(elsewhere, "yves@exemple.test", next=onward).headers["Location"] == f"{HERE}#comment-form"


def test_a_link_serves_once(client: Client, db: None) -> None:
    sign_up(client, "yves@exemple.test", "Yves")
    link = mailed_link("confirm-email")
    client.post(link)

    assert "<form" not in Client().get(link).content.decode().partition("<main")[2].partition("</main")[0]
    assert Client().post(link).status_code == 404


def test_an_unproved_address_does_not_sign_in_and_is_sent_a_new_link(client: Client, db: None) -> None:
    sign_up(client, "yves@exemple.test", "Yves")
    cache.clear()

    assert sign_in(client, "yves@exemple.test").status_code == 200
    assert get_user(client).is_anonymous
    assert [message.to for message in mail.outbox] == [["yves@exemple.test"]] * 2
    client.post(mailed_link("confirm-email"))
    assert sign_in(client, "yves@exemple.test").headers["Location"] == "/account/"


def test_a_known_address_is_answered_as_an_unknown_one(zoe: User) -> None:
    known, unknown = Client(), Client()
    # Both read the same page afterwards: it holds what the visitor typed, so the two addresses are as long.
    answers = [sign_up(known, "zoe@exemple.test", "Yves"), sign_up(unknown, "eva@exemple.test", "Yvette")]

    assert {answer.status_code for answer in answers} == {302}
    assert {answer.headers["Location"] for answer in answers} == {SENT}
    pages = [client.get(SENT).content.decode() for client in (known, unknown)]
    assert pages[0].replace("zoe@", "eva@") == pages[1]
    assert [client.get("/accounts/login/").status_code for client in (known, unknown)] == [200, 200]


def test_a_known_address_takes_as_long_as_an_unknown_one(
    client: Client, zoe: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What takes time is the password: it is hashed as often for both.
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda *args: hashed.append(args[1]) or encode(*args),  # type: ignore[func-returns-value]
    )

    sign_up(client, "zoe@exemple.test", "Yves")
    for_known = len(hashed)
    sign_up(client, "eva@exemple.test", "Eva")

    assert for_known == len(hashed) - for_known == 1


def test_the_owner_of_a_known_address_is_told_by_mail_alone(client: Client, zoe: User) -> None:
    sign_up(client, "ZOE@exemple.test", "Yves", next=f"{HERE}#comment-form")

    assert User.objects.count() == 1
    assert mail.outbox[-1].to == ["zoe@exemple.test"]
    assert f"http://127.0.0.1:8000/accounts/login/?next={HERE}%23comment-form" in mail.outbox[-1].body
    assert "http://127.0.0.1:8000/accounts/password/reset/" in mail.outbox[-1].body


@pytest.mark.parametrize("name", ["Zoé", "ZOE", "z0e", "Ζoe", "Zo\u00e9 "])
def test_a_pseudonym_that_looks_like_another_is_refused_whatever_the_address(
    client: Client, zoe: User, name: str
) -> None:
    assert errors(sign_up(client, "yves@exemple.test", name)) == {"display_name": ["taken"]}
    assert errors(sign_up(client, "zoe@exemple.test", name)) == {"display_name": ["taken"]}
    assert User.objects.count() == 1
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("data", "refused"),
    [
        ({"email": "yves"}, {"email": ["invalid"]}),
        ({"email": ""}, {"email": ["required"]}),
        ({"email": f"{'y' * 60}@{'e' * 60}.{'x' * 60}.{'m' * 60}.exemple.test"}, {"email": ["max_length"]}),
        ({"name": "\u200b"}, {"display_name": ["invisible"]}),
        ({"name": "Yv\u202ees"}, {"display_name": ["invisible"]}),
        ({"name": "Yv\u0000es"}, {"display_name": ["null_characters_not_allowed"]}),
        ({"name": "…"}, {"display_name": ["unnamed"]}),
        ({"name": "y" * 41}, {"display_name": ["max_length"]}),
        ({"password": "trop court"}, {"password1": ["password_too_short"]}),
        ({"password": "123456789987654321"}, {"password1": ["password_too_common", "password_run"]}),
        ({"email": "yvesmartindupont@e.test", "password": "yvesmartindupont"}, {"password1": ["password_given_away"]}),
        ({"name": "Yves Martin Dupont", "password": "yves martin dupont"}, {"password1": ["password_given_away"]}),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_beside_its_field(
    client: Client, db: None, data: dict[str, str], refused: dict[str, list[str]]
) -> None:
    answer = sign_up(client, **{"email": "yves@exemple.test", "name": "Yves", **data})

    assert errors(answer) == refused
    assert not User.objects.exists()


def test_what_was_typed_is_given_back_but_the_password(client: Client, db: None) -> None:
    page = sign_up(client, "yves@exemple.test", "…", next=HERE).content.decode()

    assert 'value="yves@exemple.test"' in page
    assert f'name="next" value="{HERE}"' in page
    assert PASSWORD not in page


@pytest.fixture
def overtake(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return what lets a rival sign up while the next password is hashed: after the form was checked."""
    encode = MD5PasswordHasher.encode

    def overtaken_by(**rival: Any) -> None:
        def encode_slowly(*args: Any) -> str:
            monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
            User.objects.create_user(**rival)
            return encode(*args)

        monkeypatch.setattr(MD5PasswordHasher, "encode", encode_slowly)

    return overtaken_by


def test_who_is_overtaken_on_a_pseudonym_is_told_so(client: Client, db: None, overtake: Callable[..., None]) -> None:
    overtake(email="rival@exemple.test", display_name="YVES", password=None)

    answer = sign_up(client, "yves@exemple.test", "Yves")

    assert errors(answer) == {"display_name": ["taken"]}
    assert [user.display_name for user in User.objects.all()] == ["YVES"]
    assert not EmailAddress.objects.exists()


def test_who_is_overtaken_on_an_address_is_answered_as_any_other(
    client: Client, db: None, overtake: Callable[..., None]
) -> None:
    overtake(email="yves@exemple.test", display_name="Rival", password=None)

    assert sign_up(client, "yves@exemple.test", "Yves").headers["Location"] == SENT
    assert [user.display_name for user in User.objects.all()] == ["Rival"]
    assert "/accounts/password/reset/" in mail.outbox[-1].body


def test_what_the_database_alone_refuses_is_no_server_error(client: Client, db: None) -> None:
    def rival(instance: User, **_: object) -> None:
        pre_save.disconnect(sender=User, dispatch_uid="rival")
        User.objects.create_user("rival@exemple.test", "YVES")

    pre_save.connect(rival, sender=User, dispatch_uid="rival", weak=False)

    # The rival stands in the transaction that the refusal undoes, so the second try finds the pseudonym free.
    assert sign_up(client, "yves@exemple.test", "Yves").headers["Location"] == SENT
    assert [user.display_name for user in User.objects.all()] == ["Yves"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("emails", [("a@exemple.test", "b@exemple.test"), ("a@exemple.test", "a@exemple.test")])
def test_two_at_once_with_one_pseudonym_leave_one_account(emails: tuple[str, str]) -> None:
    barrier = Barrier(2)

    def arrive(email: str) -> int:
        client = Client()
        client.get("/accounts/signup/")
        barrier.wait()
        try:
            return sign_up(client, email, "Yves").status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(arrive, emails))

    assert statuses == [200, 302]
    assert User.objects.count() == EmailAddress.objects.count() == 1
    assert connection.in_atomic_block is False
