"""A lost second factor: the operator's command and the publisher's action, recorded, and told to the person."""

from collections.abc import Callable
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from newsroom.audit.models import Entry
from newsroom.subscribers.models import User
from tests.subscribers.visits import set_up_an_app, sign_in

pytestmark = pytest.mark.once

Browse = Callable[[User], Client]
LIST = "/admin/subscribers/user/"


@pytest.fixture
def with_app(client: Client, zoe: User) -> Client:
    """Zoé, signed in, with an app set up."""
    sign_in(client, zoe.email)
    set_up_an_app(client)
    return client


def reset(email: str) -> str:
    said = StringIO()
    call_command("reset_second_factor", email, stdout=said)
    return said.getvalue()


def test_the_command_lets_them_in_by_password_signs_them_out_and_tells_them(with_app: Client, zoe: User) -> None:
    assert reset("ZOE@exemple.test").startswith("zoe@exemple.test: second factor taken off")

    assert not Authenticator.objects.exists()
    assert get_user(with_app).is_anonymous
    assert mail.outbox[-1].to == [zoe.email]
    assert Entry.objects.get(action="user.second_factor_reset").actor is None
    assert sign_in(Client(), zoe.email).headers["Location"] == "/account/"


def test_an_unknown_address_is_said(db: None) -> None:
    with pytest.raises(CommandError, match="nobody has an account"):
        reset("eva@exemple.test")


def test_the_publisher_resets_it_from_the_list(with_app: Client, zoe: User, paul: User, browse: Browse) -> None:
    answer = browse(paul).post(LIST, {"action": "reset_second_factor", "_selected_action": [zoe.pk]})

    assert answer.status_code == 302
    assert not Authenticator.objects.exists()
    assert Entry.objects.get(action="user.second_factor_reset").actor == paul


def test_nobody_s_is_reset_by_who_may_not_change_them(browse: Browse, paul: User) -> None:
    root = User.objects.create_superuser("root@exemple.test", "Racine")
    Authenticator.objects.create(user=root, type="totp", data={"secret": "x"})

    browse(paul).post(LIST, {"action": "reset_second_factor", "_selected_action": [root.pk]})

    assert Authenticator.objects.filter(user=root).exists()
