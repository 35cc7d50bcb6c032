"""security.txt: what RFC 9116 asks, and nothing where nobody is named."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from newsroom import security_txt

pytestmark = pytest.mark.once

ADDRESS = "/.well-known/security.txt"


def fields(client: Client) -> dict[str, str]:
    """Return the fields of the file, each of which stands once."""
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().removesuffix("\r\n").split("\r\n")
    read = dict(line.split(": ", 1) for line in lines)
    assert len(read) == len(lines)
    return read


def test_without_a_contact_there_is_none(client: Client, db: None) -> None:
    assert client.get(ADDRESS).status_code == 404


@pytest.mark.parametrize(
    ("contact", "followed"),
    [
        ("securite@journal.example", "mailto:securite@journal.example"),
        ("mailto:securite@journal.example", "mailto:securite@journal.example"),
        ("https://journal.example/securite", "https://journal.example/securite"),
    ],
)
def test_the_contact_is_an_address_to_follow(client: Client, settings: Settings, contact: str, followed: str) -> None:
    settings.SECURITY_CONTACT = contact

    assert fields(client)["Contact"] == followed


def test_the_file_says_until_when_it_holds_in_which_languages_and_where_it_stands(
    client: Client, settings: Settings
) -> None:
    settings.SECURITY_CONTACT, settings.SITE_ADDRESS = "securite@journal.example", "https://journal.example"

    read = fields(client)

    now = timezone.now()
    assert now + timedelta(days=90) < datetime.fromisoformat(read["Expires"]) < now + timedelta(days=365)
    assert read["Preferred-Languages"] == "fr, en"
    assert read["Canonical"] == f"https://journal.example{ADDRESS}"
    assert "Policy" not in read


def test_a_policy_is_named_where_there_is_one(client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACT = "securite@journal.example"
    settings.SECURITY_POLICY = "https://journal.example/securite"

    assert fields(client)["Policy"] == "https://journal.example/securite"


@pytest.mark.parametrize("day", [datetime(2026, 1, 31, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)])
def test_it_holds_for_some_months_whatever_the_day(day: datetime) -> None:
    assert timedelta(days=149) < security_txt._until(day) - day <= timedelta(days=180)


def test_who_has_it_as_it_is_gets_304(client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACT = "securite@journal.example"
    first = client.get(ADDRESS)

    assert first.headers["Cache-Control"] == "public, max-age=0, s-maxage=1, must-revalidate"
    assert client.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
