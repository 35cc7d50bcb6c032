"""A pseudonym is read by everybody: tidied, legible, and nobody else's to the eye."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from newsroom.subscribers.models import User


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Zoé  Martin ", "Zoé Martin"),
        ("Zoé\u00a0Martin", "Zoé Martin"),
        ("Zoé\tMartin\n", "Zoé Martin"),
        ("Zoe\u0301 Martin", "Zoé Martin"),
        ("Zoé ❤️", "Zoé ❤"),
        ("Đặng Thị", "Đặng Thị"),
        ("محمد", "محمد"),
    ],
)
@pytest.mark.django_db
def test_a_pseudonym_is_stored_tidied(typed: str, stored: str) -> None:
    user = User.objects.create_user("zoe@exemple.test", typed)

    assert User.objects.get(pk=user.pk).display_name == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "blank"),
        ("   ", "blank"),
        ("…!", "unnamed"),
        ("❤️", "unnamed"),
        ("x" * 41, "max_length"),
        ("Zo\u0000e", "invisible"),
        ("Zo\u0007e", "invisible"),
        ("Zo\u200be", "invisible"),
        ("Zo\u200de", "invisible"),
        ("\u202eeoZ", "invisible"),
        ("Zoe\u200f", "invisible"),
        ("\ufeffZoe", "invisible"),
        ("Zo\u00ade", "invisible"),
        ("Zoe\u3164", "invisible"),
        ("Zoe\u2800", "invisible"),
        ("Zo\u034fe", "invisible"),
        ("Zoe\ue000", "invisible"),
        ("Zoe\U000e0041", "invisible"),
        ("Z" + "\u0335\u0321\u0353\u0301\u0302" * 3, "accents"),
    ],
)
@pytest.mark.django_db
def test_a_pseudonym_that_nobody_could_read_is_refused_in_words(typed: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        User.objects.create_user("zoe@exemple.test", typed)

    assert code in {error.code for error in refused.value.error_dict["display_name"]}
    assert not User.objects.exists()


def test_a_pseudonym_of_somebody_else_is_refused_beside_the_pseudonym_and_once(chloe: User) -> None:
    with pytest.raises(ValidationError) as refused:
        User.objects.create_user("autre@exemple.test", "CHLOE")

    assert [error.code for error in refused.value.error_dict["display_name"]] == ["taken"]
    assert set(refused.value.error_dict) == {"display_name"}


def test_a_user_keeps_their_own_pseudonym(chloe: User) -> None:
    chloe.display_name = "CHLOÉ"
    chloe.full_clean()
    chloe.save()

    assert User.objects.get(pk=chloe.pk).display_name == "CHLOÉ"


def test_the_database_refuses_a_second_pseudonym_that_looks_the_same(chloe: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="autre@exemple.test", display_name="Chloe", display_name_key=chloe.display_name_key)


def test_an_address_is_kept_in_lower_case_and_once(chloe: User) -> None:
    assert User.objects.create_user("Zoe@Exemple.TEST", "Zoé").email == "zoe@exemple.test"

    with pytest.raises(ValidationError) as refused:
        User.objects.create_user("CHLOE@exemple.test", "Quelqu’un d’autre")
    assert "email" in refused.value.error_dict
