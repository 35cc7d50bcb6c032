"""Guessing is slowed by account and by network address, and no stranger keeps an owner out."""

import re
import time
from typing import Any
from unittest.mock import patch

import pytest
from allauth.core.internal import ratelimit
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client
from pytest_django import Settings

from newsroom.subscribers.models import User
from tests.conftest import PASSWORD
from tests.subscribers.visits import mailed_link, sign_in

WRONG = "un autre mot de passe"
STRANGER = "203.0.113.7"
OWNER = "198.51.100.4"
RESET = "/accounts/password/reset/"


def fail(times: int, email: str = "zoe@exemple.test", **client: Any) -> Client:
    """Fail to sign in that many times; return the client."""
    tried = Client(**client)
    for _time in range(times):
        assert sign_in(tried, email, WRONG).status_code == 200
    return tried


def may_sign_in(client: Client, email: str = "zoe@exemple.test") -> bool:
    sign_in(client, email)
    return get_user(client).is_authenticated


def test_five_failures_stop_the_guesser_even_with_the_right_password(zoe: User) -> None:
    assert may_sign_in(fail(4, REMOTE_ADDR=OWNER))
    assert not may_sign_in(fail(5, REMOTE_ADDR=STRANGER))


def test_a_refusal_for_too_many_tries_does_not_say_whether_the_account_exists(zoe: User) -> None:
    known = sign_in(fail(5, REMOTE_ADDR=STRANGER), "zoe@exemple.test")
    unknown = sign_in(fail(5, "eva@exemple.test", REMOTE_ADDR="203.0.113.8"), "eva@exemple.test")

    assert known.context["form"].errors == unknown.context["form"].errors
    assert known.context["form"].non_field_errors()


def test_a_stranger_who_fails_on_purpose_does_not_keep_the_owner_out(zoe: User) -> None:
    for place in range(19):
        fail(5, REMOTE_ADDR=f"203.0.113.{place}")

    assert may_sign_in(Client(REMOTE_ADDR=OWNER))


def test_after_a_hundred_failures_from_anywhere_the_password_asks_for_a_mailed_code_besides(zoe: User) -> None:
    for place in range(20):
        fail(5, REMOTE_ADDR=f"203.0.113.{place}")
    owner = Client(REMOTE_ADDR=OWNER)

    assert not may_sign_in(owner)
    code = re.findall(r"^\d{4}-\d{4}$", str(mail.outbox[-1].body), re.MULTILINE)
    owner.post("/accounts/login/code/confirm/", {"code": code[0], "action": "verify"})

    assert get_user(owner) == zoe


def test_the_guesser_waits_five_minutes(zoe: User) -> None:
    with patch.object(ratelimit.time, "time", return_value=time.time()) as now:
        guesser = fail(5, REMOTE_ADDR=STRANGER)

        now.return_value += 299
        assert not may_sign_in(guesser)
        now.return_value += 2
        assert may_sign_in(guesser)


def test_ten_failures_stop_an_address_that_tries_many_accounts(zoe: User) -> None:
    for number in range(10):
        fail(1, f"personne{number}@exemple.test", REMOTE_ADDR=STRANGER)

    assert not may_sign_in(Client(REMOTE_ADDR=STRANGER))
    assert may_sign_in(Client(REMOTE_ADDR=OWNER))


def test_addresses_of_one_ipv6_network_count_as_one(zoe: User) -> None:
    for number in range(5):
        fail(1, REMOTE_ADDR=f"2001:db8:0:1::{number}")

    assert not may_sign_in(Client(REMOTE_ADDR="2001:db8:0:1::ffff"))
    assert may_sign_in(Client(REMOTE_ADDR="2001:db8:0:2::1"))


@pytest.mark.parametrize(("proxies", "stopped"), [(0, True), (1, False)])
def test_a_forwarded_address_counts_behind_our_own_proxies_alone(
    zoe: User, settings: Settings, proxies: int, stopped: bool
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for number in range(5):
        fail(1, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")

    assert may_sign_in(Client(HTTP_X_FORWARDED_FOR=OWNER)) != stopped


def test_a_new_password_forgives_the_failures(zoe: User) -> None:
    forgetful = fail(5, REMOTE_ADDR=OWNER)
    forgetful.post(RESET, {"email": zoe.email})
    form = forgetful.get(mailed_link("/key/")).headers["Location"]

    forgetful.post(form, {"password1": PASSWORD, "password2": PASSWORD})

    assert may_sign_in(forgetful)


def test_no_stranger_fills_a_mailbox_with_links_and_each_link_serves(client: Client, zoe: User) -> None:
    answers = [client.post(RESET, {"email": zoe.email}).status_code for _time in range(6)]

    assert answers == [302] * 5 + [429]
    assert len(mail.outbox) == 5
    for _message in range(5):
        assert "set-password" in Client().get(mailed_link("/key/")).headers["Location"]
        mail.outbox.pop()


def test_unknown_addresses_are_limited_as_known_ones_are(client: Client, zoe: User) -> None:
    for email in ("eva@exemple.test", "zoe@exemple.test"):
        answers = [client.post(RESET, {"email": email}).status_code for _time in range(6)]
        assert answers == [302] * 5 + [429]


def test_too_many_sign_ups_are_told_to_wait(client: Client, db: None) -> None:
    for _time in range(20):
        assert client.post("/accounts/signup/", {}).status_code == 200

    refused = client.post("/accounts/signup/", {})

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert 'class="masthead page"' in refused.content.decode()
