"""The publisher's legal facts: how they are read, and which the law still misses."""

from dataclasses import FrozenInstanceError, replace

import pytest

from newsroom.publisher import Publisher, from_environ, missing

FILLED = Publisher(
    company="Éditions de la Loire",
    legal_form="SAS au capital de 40 000 €",
    address="3, quai des Marchands, 45000 Orléans",
    phone="02 00 00 00 00",
    email="journal@loire.example",
    registration="RCS Orléans 000 000 000",
    publication_director="Jeanne Aubry",
    host_name="Hébergement du Val",
    host_address="1, rue des Serveurs, 37000 Tours",
    host_phone="02 00 00 00 01",
    dsa_contact_email="autorites@loire.example",
    dsa_languages="français, anglais",
)

VARIABLES = [
    "NEWSROOM_PUBLISHER_COMPANY",
    "NEWSROOM_PUBLISHER_LEGAL_FORM",
    "NEWSROOM_PUBLISHER_ADDRESS",
    "NEWSROOM_PUBLISHER_PHONE",
    "NEWSROOM_PUBLISHER_EMAIL",
    "NEWSROOM_PUBLISHER_REGISTRATION",
    "NEWSROOM_PUBLISHER_PUBLICATION_DIRECTOR",
    "NEWSROOM_PUBLISHER_HOST_NAME",
    "NEWSROOM_PUBLISHER_HOST_ADDRESS",
    "NEWSROOM_PUBLISHER_HOST_PHONE",
    "NEWSROOM_PUBLISHER_DSA_CONTACT_EMAIL",
    "NEWSROOM_PUBLISHER_DSA_LANGUAGES",
]


@pytest.mark.parametrize("name", VARIABLES)
def test_each_variable_fills_one_fact(name: str) -> None:
    key = name.removeprefix("NEWSROOM_PUBLISHER_").lower()

    assert from_environ({name: "Un fait"}) == replace(Publisher(), **{key: "Un fait"})


def test_nothing_set_leaves_every_fact_empty() -> None:
    assert from_environ({"NEWSROOM_NAME": "Le Val", "COMPANY": "Une autre"}) == Publisher()


def test_spaces_and_line_ends_are_folded() -> None:
    environ = {"NEWSROOM_PUBLISHER_ADDRESS": "  3, quai des Marchands\r\n45000\tOrléans "}

    assert from_environ(environ).address == "3, quai des Marchands 45000 Orléans"


def test_all_that_the_law_requires_is_missing_from_an_empty_publisher() -> None:
    assert missing(Publisher()) == VARIABLES


def test_nothing_is_missing_from_a_filled_publisher() -> None:
    assert missing(FILLED) == []


def test_a_blank_fact_is_missing() -> None:
    blank = from_environ({"NEWSROOM_PUBLISHER_COMPANY": " \t\n", "NEWSROOM_PUBLISHER_PHONE": "02 00 00 00 00"})

    assert "NEWSROOM_PUBLISHER_COMPANY" in missing(blank)
    assert "NEWSROOM_PUBLISHER_PHONE" not in missing(blank)


def test_the_facts_do_not_change_while_the_site_runs() -> None:
    with pytest.raises(FrozenInstanceError):
        FILLED.company = "Une autre"  # type: ignore[misc]
