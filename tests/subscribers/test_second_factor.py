"""The second factor: set up, asked for at sign-in, never taken twice, never taken off the staff."""

import re
import time
from unittest.mock import patch

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from newsroom.lib import qr
from newsroom.subscribers.models import User
from tests.conftest import PASSWORD
from tests.subscribers.visits import key_on, one_time_code, set_up_an_app, sign_in

SET_UP = "/accounts/2fa/totp/activate/"
ASKED = "/accounts/2fa/authenticate/"
SECURITY = "/accounts/2fa/"
CODES = "/accounts/2fa/recovery-codes/"


@pytest.fixture
def key(client: Client, zoe: User) -> str:
    """The key of Zoé's app, set up; she is signed in."""
    sign_in(client, zoe.email)
    return set_up_an_app(client)


def test_an_app_is_set_up_with_a_square_or_a_key_and_no_picture_from_elsewhere(client: Client, zoe: User) -> None:
    sign_in(client, zoe.email)

    page = client.get(SET_UP).content.decode()

    assert len(key_on(page)) == 32
    assert "<svg" in page
    assert "data:" not in page
    assert client.post(SET_UP, {"code": "000000"}).status_code == 200
    assert not Authenticator.objects.exists()


def test_the_square_holds_what_the_app_reads(client: Client, zoe: User) -> None:
    sign_in(client, zoe.email)

    page = client.get(SET_UP)

    assert page.context["totp_url"].startswith("otpauth://totp/zoe%40exemple.test?secret=")
    assert "issuer=Newsroom" in page.context["totp_url"]
    assert qr.draw(page.context["totp_url"]).outline in page.content.decode()


def test_setting_up_gives_recovery_codes_and_a_word_by_mail(
    client: Client, zoe: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    sign_in(client, zoe.email)
    with django_capture_on_commit_callbacks(execute=True):
        set_up_an_app(client)
    page = client.get(CODES).content.decode()

    assert len(re.findall(r"<li><code>\d{8}</code></li>", page)) == 10
    assert mail.outbox[-1].to == ["zoe@exemple.test"]
    assert client.get(f"{CODES}download/").headers["Content-Disposition"].endswith('.txt"')


def test_sign_in_then_takes_the_code_too_and_keeps_the_way_back(key: str, zoe: User) -> None:
    elsewhere = Client()

    assert sign_in(elsewhere, zoe.email, next="/plans/").headers["Location"] == ASKED
    assert get_user(elsewhere).is_anonymous
    assert elsewhere.post(ASKED, {"code": "000000"}).status_code == 200
    assert elsewhere.post(ASKED, {"code": one_time_code(key)}).headers["Location"] == "/plans/"

    assert get_user(elsewhere) == zoe


@pytest.mark.parametrize(("seconds", "serves"), [(-30, True), (0, True), (59, True), (60, False), (-31, False)])
def test_a_code_serves_a_step_around_its_own(key: str, zoe: User, seconds: int, serves: bool) -> None:
    now = time.time() // 30 * 30
    elsewhere = Client()
    with patch.object(totp.time, "time", return_value=now):
        sign_in(elsewhere, zoe.email)
        elsewhere.post(ASKED, {"code": one_time_code(key, now + seconds)})

    assert get_user(elsewhere).is_authenticated == serves


def test_a_code_replayed_opens_nothing_as_long_as_it_would_serve(key: str, zoe: User) -> None:
    now = time.time() // 30 * 30
    code = one_time_code(key, now)
    with patch.object(totp.time, "time", return_value=now):
        sign_in(Client(), zoe.email)
        owner, thief = Client(), Client()
        for client in (owner, thief):
            sign_in(client, zoe.email)
            client.post(ASKED, {"code": code})

    assert get_user(owner).is_authenticated
    assert get_user(thief).is_anonymous


def test_a_recovery_code_serves_once(client: Client, key: str, zoe: User) -> None:
    code = re.findall(r"<code>(\d{8})</code>", client.get(CODES).content.decode())[0]
    lost, found = Client(), Client()
    for elsewhere in (lost, found):
        sign_in(elsewhere, zoe.email)
        elsewhere.post(ASKED, {"code": code})

    assert get_user(lost) == zoe
    assert get_user(found).is_anonymous
    assert code not in client.get(CODES).content.decode()


def test_a_link_for_a_new_password_does_not_go_round_it(key: str, zoe: User) -> None:
    elsewhere = Client()
    elsewhere.post("/accounts/password/reset/", {"email": zoe.email})
    link = re.findall(r"http://127.0.0.1:8000(\S+/key/\S+)", str(mail.outbox[-1].body))[0]

    answer = elsewhere.post(elsewhere.get(link).headers["Location"], {"password1": PASSWORD, "password2": PASSWORD})

    assert answer.headers["Location"] == ASKED
    assert get_user(elsewhere).is_anonymous


def test_a_mailed_code_does_not_go_round_it(key: str, zoe: User) -> None:
    elsewhere = Client()
    elsewhere.post("/accounts/login/code/", {"email": zoe.email})
    code = re.findall(r"^\d{4}-\d{4}$", str(mail.outbox[-1].body), re.MULTILINE)[0]

    answer = elsewhere.post("/accounts/login/code/confirm/", {"code": code, "action": "verify"})

    assert answer.headers["Location"] == ASKED
    assert get_user(elsewhere).is_anonymous


def test_guessing_the_code_stops_after_five(key: str, zoe: User) -> None:
    guesser = Client()
    sign_in(guesser, zoe.email)
    for _time in range(5):
        guesser.post(ASKED, {"code": "000000"})

    guesser.post(ASKED, {"code": one_time_code(key)})

    assert get_user(guesser).is_anonymous


def test_who_waits_for_the_code_may_sign_in_another_way(client: Client, key: str, zoe: User) -> None:
    elsewhere = Client()
    sign_in(elsewhere, zoe.email)
    assert elsewhere.get("/accounts/login/").headers["Location"] == ASKED

    elsewhere.post("/accounts/logout/", {"next": "/accounts/login/"})

    assert elsewhere.get("/accounts/login/").status_code == 200


def test_a_reader_takes_the_app_off_and_is_told_by_mail(client: Client, key: str, zoe: User) -> None:
    assert client.post("/accounts/2fa/totp/deactivate/").headers["Location"] == SECURITY

    assert not Authenticator.objects.exists()
    assert mail.outbox[-1].to == [zoe.email]
    assert sign_in(Client(), zoe.email).headers["Location"] == "/account/"


def test_the_staff_keep_their_last_one(client: Client, key: str, zoe: User) -> None:
    User.objects.filter(pk=zoe.pk).update(is_staff=True)

    refused = client.post("/accounts/2fa/totp/deactivate/")

    assert refused.status_code == 200
    assert 'role="alert"' in refused.content.decode()
    assert Authenticator.objects.filter(type="totp").exists()


def test_an_hour_later_the_password_is_asked_for_before_it_changes(client: Client, key: str) -> None:
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()

    asked = client.get("/accounts/2fa/totp/deactivate/")

    assert asked.headers["Location"] == "/accounts/reauthenticate/?next=%2Faccounts%2F2fa%2Ftotp%2Fdeactivate%2F"
    assert client.get(CODES).headers["Location"].startswith("/accounts/reauthenticate/")


def test_the_page_says_what_there_is(client: Client, key: str) -> None:
    page = client.get(SECURITY).content.decode()

    assert 'href="/accounts/2fa/totp/deactivate/"' in page
    assert 'href="/accounts/2fa/webauthn/add/"' in page
    assert 'href="/accounts/2fa/recovery-codes/"' in page
    assert f'<a href="{SECURITY}" aria-current="page">' in page


@pytest.mark.parametrize("sent", ["{}", "null", "[]", "no json", '{"id": "x"}', '{"response": {"userHandle": "!"}}'])
def test_a_forged_passkey_opens_nothing_and_leads_back(client: Client, zoe: User, sent: str) -> None:
    client.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"})

    answer = client.post("/accounts/2fa/webauthn/login/", {"credential": sent, "next": "/plans/"})

    assert answer.headers["Location"] == "/accounts/login/?next=%2Fplans%2F"
    assert get_user(client).is_anonymous


@pytest.mark.parametrize("sent", ["{}", "[]", '{"id": "x"}', '{"id": "eA", "rawId": "eA", "response": {}}'])
def test_a_forged_passkey_is_not_added(client: Client, zoe: User, sent: str) -> None:
    sign_in(client, zoe.email)
    client.get("/accounts/2fa/webauthn/add/")

    answer = client.post("/accounts/2fa/webauthn/add/", {"name": "x", "credential": sent})

    assert answer.status_code == 200
    assert not Authenticator.objects.exists()
