"""« Sessions » : where one is signed in, and the way to sign a device out, or all others."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user
from django.test import Client

from newsroom.lib import devices
from newsroom.subscribers.models import User
from tests import factories
from tests.conftest import PASSWORD
from tests.subscribers.visits import sign_in

PAGE = "/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/19.0 Mobile/15E148 Safari/604.1"
)
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142 Safari/537 Edg/142"


@pytest.fixture
def laptop(zoe: User) -> Client:
    client = Client(HTTP_USER_AGENT=FIREFOX)
    sign_in(client, zoe.email)
    return client


@pytest.fixture
def phone(zoe: User) -> Client:
    client = Client(HTTP_USER_AGENT=SAFARI, REMOTE_ADDR="198.51.100.4")
    sign_in(client, zoe.email)
    return client


def is_in(client: Client) -> bool:
    return get_user(client).is_authenticated


def session_of(client: Client) -> int:
    return int(UserSession.objects.get(session_key=client.cookies["sessionid"].value).pk)


@pytest.mark.parametrize(
    ("user_agent", "said"),
    [
        (FIREFOX, "Firefox, Windows"),
        (SAFARI, "Safari, iPhone"),
        (EDGE, "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36", "Chrome, Linux"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_in_two_words(user_agent: str, said: str) -> None:
    assert devices.name(user_agent) == said


def test_the_reader_sees_their_own_devices_and_nobody_else_s(laptop: Client, phone: Client) -> None:
    Client().force_login(factories.user("Chloé"))

    page = laptop.get(PAGE).content.decode()

    assert page.index("Firefox, Windows") < page.index("Safari, iPhone")
    assert "198.51.100.4" in page
    assert page.count('name="session"') == 2
    assert f'<a href="{PAGE}" aria-current="page">' in page


def test_one_device_is_signed_out(laptop: Client, phone: Client) -> None:
    assert laptop.post(PAGE, {"session": session_of(phone)}).headers["Location"] == PAGE

    assert (is_in(laptop), is_in(phone)) == (True, False)
    assert "Safari" not in laptop.get(PAGE).content.decode()


def test_all_others_are_signed_out(laptop: Client, phone: Client) -> None:
    laptop.post(PAGE, {"others": "1"})

    assert (is_in(laptop), is_in(phone)) == (True, False)


def test_this_device_signs_itself_out(laptop: Client, phone: Client) -> None:
    assert laptop.post(PAGE, {"session": session_of(laptop)}).headers["Location"] == "/"

    assert (is_in(laptop), is_in(phone)) == (False, True)


@pytest.mark.parametrize("asked", ["0", "", "x", "-1", "²", "9" * 30])
def test_a_session_that_is_not_there_is_not_found(laptop: Client, phone: Client, asked: str) -> None:
    assert laptop.post(PAGE, {"session": asked}).status_code == 404
    assert is_in(phone)


def test_nobody_signs_out_somebody_else(laptop: Client, db: None) -> None:
    chloe = Client()
    chloe.force_login(factories.user("Chloé"))

    assert chloe.post(PAGE, {"session": session_of(laptop)}).status_code == 404
    assert is_in(laptop)


def test_a_new_password_signs_out_everywhere_else(laptop: Client, phone: Client) -> None:
    new = "une toute nouvelle phrase de passe"
    fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}

    assert laptop.post("/accounts/password/change/", fields).status_code == 302

    assert (is_in(laptop), is_in(phone)) == (True, False)
    assert laptop.get(PAGE).content.decode().count('name="session"') == 1


def test_pages_write_nothing_about_when_one_was_seen(laptop: Client) -> None:
    before = UserSession.objects.get().last_seen_at

    laptop.get("/account/")

    assert UserSession.objects.get().last_seen_at == before


def test_a_stranger_is_sent_to_sign_in(client: Client, db: None) -> None:
    assert client.get(PAGE).headers["Location"] == f"/accounts/login/?next={PAGE}"
