"""Whether an address has an account is nobody's business: sign-up, pseudonym and password tell a stranger nothing."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from newsroom.subscribers.models import User
from tests.subscribers.test_sign_up import SENT, errors, sign_up
from tests.subscribers.visits import sign_in

pytestmark = pytest.mark.once


def test_a_stranger_s_own_sign_up_does_not_tell_whether_the_address_had_an_account(zoe: User) -> None:
    pages = []
    for email, name in (("zoe@exemple.test", "Yves"), ("eva@exemple.test", "Eva")):
        sign_up(Client(), email, name, password="une phrase choisie par un autre")
        page = sign_in(Client(), email, "une phrase choisie par un autre").content.decode()
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(email, "?"))

    assert pages[0] == pages[1]


@pytest.mark.parametrize("email", ["zoe@exemple.test", "eva@exemple.test"])
def test_a_pseudonym_is_held_alike_whether_the_address_had_an_account(
    client: Client, zoe: User, email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_up(client, email, "Yves")

    assert errors(sign_up(Client(), "rival@exemple.test", "YVES")) == {"display_name": ["taken"]}
    assert errors(sign_up(Client(), email, "Yves")) == {"display_name": ["taken"]}

    three_days_later = timezone.now() + timedelta(days=3, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: three_days_later)
    assert sign_up(Client(), "rival@exemple.test", "YVES").headers["Location"] == SENT
    assert [user.email for user in User.objects.exclude(pk=zoe.pk)] == ["rival@exemple.test"]


def test_a_proved_account_keeps_address_and_pseudonym_for_ever(
    client: Client, zoe: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    years_later = timezone.now() + timedelta(days=3000)
    monkeypatch.setattr(timezone, "now", lambda: years_later)

    assert errors(sign_up(client, "rival@exemple.test", "Zoé")) == {"display_name": ["taken"]}
    assert sign_up(client, "zoe@exemple.test", "Yves").headers["Location"] == SENT
    assert User.objects.get() == zoe


def test_no_stranger_fills_a_mailbox_with_sign_ups(client: Client, zoe: User) -> None:
    for name in ("Yves", "Yvette", "Yvonne"):
        assert sign_up(client, "zoe@exemple.test", name).status_code == 302

    assert len(mail.outbox) == 1
