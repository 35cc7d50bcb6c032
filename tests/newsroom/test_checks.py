"""The system checks: what is wrong with a configuration, as tables of configurations."""

import sqlite3

import pytest
from django.core.checks import CheckMessage, run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import NotSupportedError
from django.db.utils import ConnectionHandler
from pytest_django import Settings

from newsroom import checks
from newsroom.lib import service_urls
from newsroom.publisher import Publisher

# Django's own checks ask the database once in a process what it can do: whichever test comes first.
pytestmark = pytest.mark.django_db

LOCAL = ["localhost", "127.0.0.1", "[::1]"]
PUBLIC = ["journal.example"]
ABSENT = service_urls.database("postgres://nobody:x@127.0.0.1:1/none?connect_timeout=1")
SMTP = {"default": service_urls.mailer("smtp+tls://u:p@mail.example")}


def found(*, deploy: bool = False) -> dict[str, CheckMessage]:
    """Return the project's own messages by their ids."""
    messages = run_checks(include_deployment_checks=deploy)
    return {message.id: message for message in messages if message.id and message.id.startswith("newsroom.")}


def test_a_fresh_clone_is_told_nothing(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = LOCAL

    assert found() == {}


@pytest.mark.parametrize(
    ("hosts", "address", "proxies", "debug", "ids"),
    [
        # At home.
        (LOCAL, "http://127.0.0.1:8000", 0, False, set()),
        (LOCAL, "http://[::1]:8000", 0, False, set()),
        (LOCAL, "http://localhost:9000", 0, True, set()),
        # In the open, as it should be.
        (PUBLIC, "https://journal.example", 1, False, set()),
        ([".journal.example"], "https://www.journal.example", 2, False, set()),
        ([*PUBLIC, *LOCAL], "https://journal.example", 1, False, set()),
        # An address nobody set, or set to another name.
        (PUBLIC, "http://127.0.0.1:8000", 0, False, {"newsroom.W003"}),
        ([*PUBLIC, *LOCAL], "http://127.0.0.1:8000", 0, False, {"newsroom.W003"}),
        (PUBLIC, "https://gazette.example", 1, False, {"newsroom.W003"}),
        (LOCAL, "https://journal.example", 1, False, {"newsroom.W003"}),
        ([], "https://journal.example", 1, False, {"newsroom.W003"}),
        # An address no link can begin with.
        (PUBLIC, "journal.example", 1, False, {"newsroom.E002", "newsroom.W005"}),
        (PUBLIC, "https://", 1, False, {"newsroom.E002"}),
        (PUBLIC, "https://journal.example/news", 1, False, {"newsroom.E002"}),
        # TLS on one side only.
        (PUBLIC, "https://journal.example", 0, False, {"newsroom.W004"}),
        (PUBLIC, "http://journal.example", 1, False, {"newsroom.W005"}),
        # Code shown to readers.
        (PUBLIC, "https://journal.example", 1, True, {"newsroom.E006"}),
        (["*"], "https://journal.example", 1, True, {"newsroom.E006"}),
    ],
)
def test_hosts_address_proxies_and_debug_fit_together(
    settings: Settings, hosts: list[str], address: str, proxies: int, debug: bool, ids: set[str]
) -> None:
    settings.PAYMENT = "off"
    settings.ALLOWED_HOSTS = hosts
    settings.SITE_ADDRESS = address
    settings.TRUSTED_PROXIES = proxies
    settings.DEBUG = debug

    messages = found()

    assert set(messages) == ids
    assert all(message.hint for message in messages.values())


@pytest.mark.parametrize(
    ("hosts", "payment", "chosen", "debug", "keys", "ids"),
    [
        (LOCAL, "test", False, False, "", set()),
        (PUBLIC, "test", False, False, "", {"newsroom.E012"}),
        (PUBLIC, "test", True, False, "", {"newsroom.W011"}),
        (PUBLIC, "test", False, True, "", {"newsroom.E006"}),
        (PUBLIC, "off", True, False, "", set()),
        (PUBLIC, "stripe", True, False, "", {"newsroom.E013"}),
        (PUBLIC, "stripe", True, False, "a secret", set()),
    ],
)
def test_nobody_gives_subscriptions_away_unawares(
    settings: Settings, hosts: list[str], payment: str, chosen: bool, debug: bool, keys: str, ids: set[str]
) -> None:
    settings.ALLOWED_HOSTS, settings.DEBUG = hosts, debug
    settings.SITE_ADDRESS = "https://journal.example" if hosts == PUBLIC else "http://localhost:8000"
    settings.TRUSTED_PROXIES = int(hosts == PUBLIC)
    settings.PAYMENT, settings.PAYMENT_IS_CHOSEN = payment, chosen
    settings.STRIPE_SECRET_KEY = settings.STRIPE_WEBHOOK_SECRET = keys

    messages = found()

    assert set(messages) == ids
    assert all(message.hint for message in messages.values())


@pytest.mark.parametrize(("payment", "grace", "told"), [("stripe", 0, True), ("stripe", 1, False), ("test", 0, False)])
def test_renewals_that_are_drawn_late_have_days_of_grace(
    settings: Settings, payment: str, grace: int, told: bool
) -> None:
    settings.PAYMENT, settings.GRACE_DAYS = payment, grace

    assert ("newsroom.W014" in found(deploy=True)) is told


@pytest.mark.parametrize(
    ("contact", "policy", "ids"),
    [
        ("", "", {"newsroom.W016"}),
        ("securite@journal.example", "", set()),
        ("mailto:securite@journal.example", "https://journal.example/securite", set()),
        ("https://journal.example/securite", "", set()),
        ("http://journal.example/securite", "", {"newsroom.E015"}),
        ("Édith, au bureau", "", {"newsroom.E015"}),
        ("securite@journal.example", "une page", {"newsroom.E015"}),
    ],
)
def test_who_finds_a_hole_knows_whom_to_tell(settings: Settings, contact: str, policy: str, ids: set[str]) -> None:
    settings.SECURITY_CONTACT, settings.SECURITY_POLICY = contact, policy

    messages = found(deploy=True)

    assert messages.keys() & {"newsroom.E015", "newsroom.W016"} == ids
    assert all(messages[number].hint for number in ids)


def test_an_old_sqlite_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "connections", ConnectionHandler({"default": service_urls.database("sqlite:///x")}))
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 2))

    assert "newsroom.W001" in found()


def test_postgresql_cares_for_no_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "connections", ConnectionHandler({"default": ABSENT}))
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 2))

    assert "newsroom.W001" not in found()


def test_before_readers_come_the_publisher_is_named_and_mail_is_sent(settings: Settings) -> None:
    assert {"newsroom.W007", "newsroom.W008"} <= set(found(deploy=True))
    assert "NEWSROOM_PUBLISHER_COMPANY" in str(found(deploy=True)["newsroom.W007"].hint)

    settings.MAILERS = SMTP
    settings.PUBLISHER = Publisher(**dict.fromkeys(Publisher.__dataclass_fields__, "x"))

    assert not {"newsroom.W007", "newsroom.W008"} & set(found(deploy=True))


def test_a_database_that_answers_is_told_nothing() -> None:
    call_command("check", databases=["default"], verbosity=0)


def test_a_database_that_does_not_answer_stops_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "connections", ConnectionHandler({"default": ABSENT}))

    with pytest.raises(SystemCheckError, match=r"newsroom\.E009.* port 1 failed"):
        call_command("check", databases=["default"])


def test_a_database_too_old_for_django_stops_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise NotSupportedError("PostgreSQL 15 or later is required (found 14.9).")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.ensure_connection", refuse)

    with pytest.raises(SystemCheckError, match=r"newsroom\.E009.*15 or later is required"):
        call_command("check", databases=["default"])


@pytest.mark.parametrize(
    ("voice", "ids"),
    [
        ({"engine": "auto"}, set()),
        ({"engine": "off"}, set()),
        ({"engine": "http", "service": "http://127.0.0.1:8880"}, set()),
        ({"engine": "http", "service": "127.0.0.1"}, {"newsroom.W015"}),
        ({"engine": "piper", "file": "/nowhere/fr_FR-siwis.onnx"}, {"newsroom.W015"}),
        ({"engine": "kokoro", "file": "/nowhere/kokoro.onnx"}, {"newsroom.W015"}),
    ],
)
def test_a_voice_that_cannot_speak_is_told(settings: Settings, voice: dict[str, str], ids: set[str]) -> None:
    settings.ALLOWED_HOSTS = LOCAL
    settings.VOICE = settings.VOICE | voice

    assert set(found()) == ids
