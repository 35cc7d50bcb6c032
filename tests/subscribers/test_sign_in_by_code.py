"""Sign-in by a mailed code: in the browser that asked, back to where one was, no word on who has an account."""

import re
import time
from unittest.mock import patch

import pytest
from allauth.account.internal.flows import code_verification
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client

from newsroom.subscribers.models import User
from tests import factories
from tests.conftest import PASSWORD
from tests.subscribers.visits import Answer, sign_in, text_of

pytestmark = pytest.mark.once

ASK = "/accounts/login/code/"
CONFIRM = "/accounts/login/code/confirm/"
HERE = "/politique/le-pont-rouvre-1"
CODE = re.compile(r"^\d{4}-\d{4}$", re.MULTILINE)


def ask(client: Client, email: str, **more: str) -> Answer:
    return client.post(ASK, {"email": email, **more})


def code() -> str:
    """Return the code in the mail sent last."""
    (found,) = CODE.findall(str(mail.outbox[-1].body))
    return str(found)


def type_in(client: Client, typed: str, **more: str) -> Answer:
    return client.post(CONFIRM, {"code": typed, "action": "verify", **more})


def asked_six_times(email: str) -> list[int]:
    """Ask six times from one place, in a new browser each time; return the answers."""
    return [ask(Client(REMOTE_ADDR="203.0.113.7"), email).status_code for _time in range(6)]


@pytest.mark.parametrize("typed", ["zoe@exemple.test", "ZOE@Exemple.test"])
def test_the_code_signs_in(client: Client, zoe: User, typed: str) -> None:
    assert ask(client, typed).headers["Location"] == CONFIRM
    assert mail.outbox[-1].to == ["zoe@exemple.test"]
    assert get_user(client).is_anonymous

    assert type_in(client, code()).headers["Location"] == "/account/"
    assert get_user(client) == zoe


@pytest.mark.parametrize("retyped", ["{0}{1}", "{0} {1}", " {0}-{1} "])
def test_the_code_is_read_as_people_type_it(client: Client, zoe: User, retyped: str) -> None:
    ask(client, zoe.email)

    type_in(client, retyped.format(*code().split("-")))

    assert get_user(client) == zoe


@pytest.mark.parametrize("led_back", [False, True])
def test_the_reader_is_back_where_they_were(client: Client, zoe: User, led_back: bool) -> None:
    ask(client, zoe.email, next=f"{HERE}#comment-form")
    if led_back:
        # The library leads a reader who opens the sign-in page meanwhile to the code's page, without `next`.
        assert client.get("/accounts/login/").headers["Location"] == CONFIRM

    assert type_in(client, code()).headers["Location"] == f"{HERE}#comment-form"


@pytest.mark.parametrize(
    "asked", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_next_is_followed_on_this_site_alone(client: Client, zoe: User, asked: str) -> None:
    ask(client, zoe.email, next=asked)

    assert type_in(client, code(), next=asked).headers["Location"] == "/account/"


def test_an_unknown_address_is_answered_as_a_known_one(zoe: User) -> None:
    known, unknown = Client(), Client()
    answers = [ask(known, "zoe@exemple.test"), ask(unknown, "eva@exemple.test")]

    assert [answer.headers["Location"] for answer in answers] == [CONFIRM, CONFIRM]
    pages = [text_of(client.get(CONFIRM)) for client in (known, unknown)]
    assert pages[0].replace("zoe@", "eva@") == pages[1]
    wrong = [text_of(type_in(client, "1234-5678")) for client in (known, unknown)]
    assert wrong[0].replace("zoe@", "eva@") == wrong[1]
    assert [message.to for message in mail.outbox] == [["zoe@exemple.test"], ["eva@exemple.test"]]
    assert "/accounts/signup/" in mail.outbox[-1].body


def test_a_code_serves_in_the_browser_that_asked_and_once(client: Client, zoe: User) -> None:
    ask(client, zoe.email)
    elsewhere = Client()
    ask(elsewhere, "eva@exemple.test")
    mailed = next(CODE.search(str(message.body)) for message in mail.outbox if message.to == [zoe.email])
    assert mailed

    type_in(elsewhere, mailed[0])
    assert get_user(elsewhere).is_anonymous
    type_in(client, mailed[0])
    assert get_user(client) == zoe
    client.post("/accounts/logout/")
    assert type_in(client, mailed[0]).headers["Location"] == ASK


def test_three_wrong_codes_end_it(client: Client, zoe: User) -> None:
    ask(client, zoe.email)
    right = code()
    for _time in range(3):
        type_in(client, "0000-0000")

    type_in(client, right)

    assert get_user(client).is_anonymous


def test_a_code_lasts_a_quarter_of_an_hour(client: Client, zoe: User) -> None:
    with patch.object(code_verification.time, "time", return_value=time.time()) as now:
        ask(client, zoe.email)
        now.return_value += 890
        assert client.get(CONFIRM).status_code == 200
        now.return_value += 20
        assert client.get(CONFIRM).status_code == 302


def test_another_code_may_be_asked_for_and_the_last_counts(client: Client, zoe: User) -> None:
    ask(client, zoe.email)
    first = code()
    client.post(CONFIRM, {"action": "resend"})

    type_in(client, first)
    assert get_user(client).is_anonymous
    type_in(client, code())
    assert get_user(client) == zoe


def test_who_asked_for_a_code_may_still_sign_in_by_password(client: Client, zoe: User) -> None:
    ask(client, zoe.email, next=HERE)
    page = client.get(CONFIRM).content.decode()
    assert f'name="next" value="/accounts/login/?next={HERE.replace("/", "%2F")}"' in page

    client.post("/accounts/logout/", {"next": "/accounts/login/"})

    assert client.get("/accounts/login/").status_code == 200
    sign_in(client, zoe.email)
    assert get_user(client) == zoe


def test_a_deactivated_account_is_sent_no_code(client: Client, zoe: User) -> None:
    User.objects.filter(pk=zoe.pk).update(is_active=False)

    ask(client, zoe.email)

    assert not CODE.search(str(mail.outbox[-1].body))


def test_an_address_somebody_means_to_change_to_opens_nothing(client: Client, zoe: User) -> None:
    EmailAddress.objects.create(user=zoe, email="eva@exemple.test", verified=False, primary=False)

    ask(client, "eva@exemple.test")

    assert not CODE.search(str(mail.outbox[-1].body))


def test_a_password_that_a_stranger_chose_goes_when_the_mailbox_is_proved(client: Client, db: None) -> None:
    Client().post("/accounts/signup/", {"email": "eva@exemple.test", "display_name": "Piège", "password1": PASSWORD})

    ask(client, "eva@exemple.test")
    type_in(client, code())

    user = get_user(client)
    assert isinstance(user, User)
    assert user.email == "eva@exemple.test"
    assert not user.has_usable_password()
    thief = Client()
    sign_in(thief, "eva@exemple.test")
    assert get_user(thief).is_anonymous


def test_a_stranger_who_asks_on_purpose_uses_up_nobody_else_s_codes(client: Client, zoe: User) -> None:
    assert asked_six_times(zoe.email) == [302] * 5 + [200]

    assert ask(client, zoe.email).status_code == 302
    type_in(client, code())
    assert get_user(client) == zoe


def test_no_mailbox_is_filled_from_many_places_and_the_password_still_serves(client: Client, zoe: User) -> None:
    for place in range(30):
        ask(Client(REMOTE_ADDR=f"203.0.113.{place}"), zoe.email)

    assert len(mail.outbox) == 20
    sign_in(client, zoe.email)
    assert get_user(client) == zoe


def test_limits_are_the_same_for_an_address_without_an_account(db: None) -> None:
    assert asked_six_times("eva@exemple.test") == [302] * 5 + [200]


def test_two_accounts_are_never_mixed_up(client: Client, zoe: User) -> None:
    chloe = factories.user("Chloé")
    EmailAddress.objects.create(user=chloe, email=chloe.email, verified=True, primary=True)
    ask(client, zoe.email)
    first = code()
    client.post("/accounts/logout/", {})
    ask(client, chloe.email)

    type_in(client, first)
    assert get_user(client).is_anonymous
    type_in(client, code())
    assert get_user(client) == chloe
