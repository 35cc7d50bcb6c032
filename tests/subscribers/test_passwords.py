"""What a password may be: long, anything one can type, and nothing that a guesser tries first (NIST SP 800-63B-4)."""

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import Settings

from newsroom.subscribers.models import User
from tests.subscribers.visits import sign_in

pytestmark = pytest.mark.once

READER = User(email="solene.marchand@exemple.test", display_name="Solène M.")


@pytest.mark.parametrize(
    "password",
    [
        "girafe tabouret midi cuivre",
        "lllx-tkqz-91vv-wo",
        "quinze lettres!",
        "ça ne ressemble à rien du tout 🦒",
        "密码很长而且没有人会猜到它对吗",
        "g" * 3 + "irafe sur un tabouret bancal " + "x" * 200,
        "azerty girafe tabouret",
        "Solène aime les girafes bancales",
        "Le Courrier ment comme il respire",
    ],
)
def test_anything_long_and_of_one_s_own_will_do(password: str, settings: Settings) -> None:
    settings.SITE_NAME = "Le Courrier du Confluent"

    validate_password(password, READER)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("quatorze lettr", "password_too_short"),
        ("123456789987654321", "password_too_common"),
        ("aaaaaaaaaaaaaaaaaaaa", "password_repeated"),
        ("abcabcabcabcabcabc", "password_repeated"),
        ("girafegirafegiraf", "password_repeated"),
        ("Correct Horse Battery Staple", "password_known"),
        ("correcthorsebatterystaple2026!", "password_known"),
        ("c0rrect h0rse battery staple", "password_known"),
        ("Il était une fois 12345", "password_known"),
        ("liberte-egalite-fraternite", "password_known"),
        ("ceci est mon mot de passe", "password_known"),
        ("Le Courrier du Confluent", "password_given_away"),
        ("lecourrierduconfluent1", "password_given_away"),
        ("LeC0urrierDuC0nfluent!", "password_given_away"),
        ("solene.marchand2026", "password_given_away"),
        ("SolèneM.Courrier2026", "password_given_away"),
        ("azertyuiopqsdfghjklm", "password_run"),
        ("poiuytreza 0987654321", "password_run"),
        ("qwerty asdfgh zxcvbn", "password_run"),
        ("abcdefghijklmnop1234", "password_run"),
    ],
)
def test_what_a_guesser_tries_first_is_refused_with_the_reason(password: str, code: str, settings: Settings) -> None:
    settings.SITE_NAME = "Le Courrier du Confluent"

    with pytest.raises(ValidationError) as refused:
        validate_password(password, READER)

    assert code in {error.code for error in refused.value.error_list}


def test_no_rule_says_what_a_password_is_made_of_and_none_makes_it_short(client: Client, db: None) -> None:
    page = client.get("/accounts/signup/").content.decode()

    assert "15" in page
    assert "maxlength" not in page.partition('name="password1"')[2].partition(">")[0]


@pytest.mark.parametrize("typed", ["épeautre cassé en dé", "e\u0301peautre casse\u0301 en de\u0301"])
def test_an_accent_typed_either_way_opens_the_account(client: Client, zoe: User, typed: str) -> None:
    zoe.set_password("e\u0301peautre casse\u0301 en dé")
    zoe.save()

    assert sign_in(client, zoe.email, typed).headers["Location"] == "/account/"


@pytest.mark.parametrize("typed", ["épeautre cassé en dé", "e\u0301peautre casse\u0301 en de\u0301"])
def test_a_password_of_the_sign_up_form_is_kept_in_one_spelling(client: Client, db: None, typed: str) -> None:
    client.post("/accounts/signup/", {"email": "eva@exemple.test", "display_name": "Eva", "password1": typed})

    assert User.objects.get().check_password("épeautre cassé en dé")


def test_every_character_counts(zoe: User) -> None:
    long = "girafe tabouret " * 20
    zoe.set_password(f"{long}a")

    assert not zoe.check_password(f"{long}b")
    assert zoe.check_password(f"{long}a")


def test_a_password_that_stands_is_never_asked_to_be_changed(zoe: User) -> None:
    zoe.password = make_password("court")
    zoe.save()

    assert sign_in(Client(), zoe.email, "court").headers["Location"] == "/account/"
