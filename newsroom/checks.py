"""System checks: what is wrong with the configuration, each with the mend in its hint.

A number belongs to one check for good; E stops every command, W is told. Those marked `deploy` run with
`manage.py check --deploy`: they matter on the day readers come.
"""

import sqlite3
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import DatabaseError, connections
from django.http.request import validate_host

from articles.audio import voices
from newsroom import publisher
from newsroom.lib.sqlite import MENDED
from newsroom.subscribers.payment import provider

LOCAL_HOSTS = ["localhost", ".localhost", "127.0.0.1", "[::1]"]


@register()
def sqlite_is_mended(**_: Any) -> list[CheckMessage]:
    """Warn of an SQLite that can corrupt a file several processes write."""
    if connections["default"].vendor != "sqlite" or sqlite3.sqlite_version_info >= MENDED:
        return []
    return [
        Warning(
            f"SQLite {sqlite3.sqlite_version} can corrupt a database that several processes write.",
            hint="Install the package pysqlite3, use an SQLite of 3.51.3 or later, or set DATABASE_URL to PostgreSQL.",
            id="newsroom.W001",
        )
    ]


@register()
def address_can_be_followed(**_: Any) -> list[CheckMessage]:
    """Refuse an address that no link can begin with; warn of one that this site would not answer to."""
    address = urlsplit(settings.SITE_ADDRESS)
    if address.scheme not in {"http", "https"} or not address.hostname or address.path or address.query:
        return [
            Error(
                f"NEWSROOM_ADDRESS is {settings.SITE_ADDRESS!r}: links in e-mails cannot begin with that.",
                hint="Write the scheme and the host: https://journal.example",
                id="newsroom.E002",
            )
        ]
    host = f"[{address.hostname}]" if ":" in address.hostname else address.hostname
    public = public_hosts()
    if validate_host(host, settings.ALLOWED_HOSTS) and not (public and validate_host(host, LOCAL_HOSTS)):
        return []
    wanted = f"https://{public[0].lstrip('.')}" if public else f"NEWSROOM_HOSTS={host}"
    return [
        Warning(
            f"Links in e-mails lead to {settings.SITE_ADDRESS}, but readers find the site at "
            f"{' '.join(settings.ALLOWED_HOSTS) or 'no host'}.",
            hint=f"Set NEWSROOM_ADDRESS to one of NEWSROOM_HOSTS, or the reverse: {wanted}",
            id="newsroom.W003",
        )
    ]


@register()
def proxy_and_address_agree(**_: Any) -> list[CheckMessage]:
    """Warn of a site that readers reach over TLS and that does not know, or the reverse."""
    secure = urlsplit(settings.SITE_ADDRESS).scheme == "https"
    if secure and not settings.TRUSTED_PROXIES:
        return [
            Warning(
                "Readers come over TLS, but cookies are not kept to TLS and every reader has the proxy's address.",
                hint="Set NEWSROOM_TRUSTED_PROXIES to the number of proxies in front of the server, often 1.",
                id="newsroom.W004",
            )
        ]
    if settings.TRUSTED_PROXIES and not secure:
        return [
            Warning(
                f"Every page redirects to https, but links in e-mails begin with {settings.SITE_ADDRESS}.",
                hint="Set NEWSROOM_ADDRESS to the https address that readers use.",
                id="newsroom.W005",
            )
        ]
    return []


@register()
def code_is_not_shown_to_readers(**_: Any) -> list[CheckMessage]:
    """Refuse DEBUG where strangers come: its error pages show code and settings."""
    public = public_hosts()
    if not (settings.DEBUG and public):
        return []
    return [
        Error(
            f"NEWSROOM_DEBUG is on while the site answers to {' '.join(public)}: errors would show code to readers.",
            hint="Remove NEWSROOM_DEBUG, or the public names from NEWSROOM_HOSTS.",
            id="newsroom.E006",
        )
    ]


@register()
def scorer_can_be_asked(**_: Any) -> list[CheckMessage]:
    """Warn of a scorer at an address that cannot be asked: every comment would wait for a moderator."""
    if not settings.SCORER_URL or _is_web_address(settings.SCORER_URL):
        return []
    return [
        Warning(
            f"NEWSROOM_SCORER_URL is {settings.SCORER_URL!r}: no server can be asked there, so every comment waits.",
            hint="Write the address of a server of your own: http://127.0.0.1:9000/",
            id="newsroom.W010",
        )
    ]


@register()
def voice_can_speak(**_: Any) -> list[CheckMessage]:
    """Warn of a voice that cannot speak: the articles are read aloud by another, or by none."""
    reason = voices.fault(voices.Choice(**settings.VOICE))
    if not reason:
        return []
    said = f"NEWSROOM_VOICE is {settings.VOICE['engine']}, and that voice cannot speak: {reason}."
    hint = "Mend that, or set NEWSROOM_VOICE to auto, or to off (.env.example says what each is)."
    return [Warning(said, hint=hint, id="newsroom.W015")]


@register()
def payment_is_real(**_: Any) -> list[CheckMessage]:
    """Refuse to give subscriptions away because nobody chose who takes the money; warn where that was chosen."""
    public = public_hosts()
    if settings.PAYMENT != provider.TEST or not public or settings.DEBUG:
        return []
    said = f"Readers at {' '.join(public)} have a subscription without paying: payment is the one for trials."
    if settings.PAYMENT_IS_CHOSEN:
        return [Warning(said, hint="Set NEWSROOM_PAYMENT to stripe or off before readers come.", id="newsroom.W011")]
    return [
        Error(
            said,
            hint="Set NEWSROOM_PAYMENT: stripe, off (nothing is sold on line), or test where that is meant.",
            id="newsroom.E012",
        )
    ]


@register()
def stripe_can_be_asked(**_: Any) -> list[CheckMessage]:
    """Refuse Stripe without its package, its key, or the secret that its messages are signed with."""
    if settings.PAYMENT != provider.STRIPE:
        return []
    missing = [name for name in ("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET") if not getattr(settings, name)]
    hints = [f"Set {' and '.join(missing)} (.env.example says what they are)."] if missing else []
    if find_spec("stripe") is None:
        hints.append("Install the package: pip install 'newsroom[stripe]'.")
    said = "NEWSROOM_PAYMENT is stripe, and Stripe cannot be asked."
    return [Error(said, hint=" ".join(hints), id="newsroom.E013")] if hints else []


@register(deploy=True)
def renewals_have_time(**_: Any) -> list[CheckMessage]:
    """Warn of readers who would be shut out at each renewal: Stripe draws it an hour or more after its moment."""
    if settings.PAYMENT != provider.STRIPE or settings.GRACE_DAYS:
        return []
    said = "Stripe draws a renewal hours after the paid period is over, and readers are shut out meanwhile."
    return [Warning(said, hint="Set NEWSROOM_GRACE_DAYS to 3, or to 1 at least.", id="newsroom.W014")]


@register()
def security_contact_can_be_followed(**_: Any) -> list[CheckMessage]:
    """Refuse a contact that security.txt could not lead to (RFC 9116, 2.5.3: a web address begins with https)."""
    contact, policy = settings.SECURITY_CONTACT, settings.SECURITY_POLICY
    wrong = [
        name
        for name, value, is_right in (
            ("NEWSROOM_SECURITY_CONTACT", contact, _is_secure_address(contact) or _is_mail_address(contact)),
            ("NEWSROOM_SECURITY_POLICY", policy, _is_secure_address(policy)),
        )
        if value and not is_right
    ]
    said = f"{' and '.join(wrong)}: nobody who found a hole in the site's security can follow that."
    hint = "Write an address that begins with https, or for the contact an e-mail address: securite@journal.example"
    return [Error(said, hint=hint, id="newsroom.E015")] if wrong else []


@register(deploy=True)
def security_contact_is_named(**_: Any) -> list[CheckMessage]:
    """Warn where nobody would be told of a hole in the site's security."""
    if settings.SECURITY_CONTACT:
        return []
    said = "Who finds a hole in the site's security is told of nobody to write to: there is no security.txt."
    return [Warning(said, hint="Set NEWSROOM_SECURITY_CONTACT: securite@journal.example", id="newsroom.W016")]


@register(deploy=True)
def publisher_is_named(**_: Any) -> list[CheckMessage]:
    """Warn of legal facts that nobody filled in."""
    missing = publisher.missing(settings.PUBLISHER)
    if not missing:
        return []
    return [
        Warning(
            "The legal notice lacks facts that the law asks of a publisher.",
            hint=f"Set {', '.join(missing)} (.env.example says what each is).",
            id="newsroom.W007",
        )
    ]


@register(deploy=True)
def mail_is_sent(**_: Any) -> list[CheckMessage]:
    """Warn of mail that reaches nobody."""
    mailer = settings.MAILERS["default"]
    if mailer["BACKEND"].endswith(".smtp.EmailBackend"):
        return []
    return [
        Warning(
            "E-mails are written down here and reach nobody: readers cannot confirm their address.",
            hint="Set EMAIL_URL: smtp+tls://user:password@mail.example:587",
            id="newsroom.W008",
        )
    ]


@register(Tags.database)
def database_answers(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Refuse a database that does not answer, or is too old for Django (PostgreSQL before 15)."""
    errors: list[CheckMessage] = []
    for alias in databases or ():
        try:
            _connect_once(alias)
        except DatabaseError as error:
            errors.append(
                Error(
                    f"The database cannot be used: {str(error).splitlines()[0]}",
                    hint="Look at DATABASE_URL, and whether PostgreSQL (15 or later) runs and lets this user in.",
                    id="newsroom.E009",
                )
            )
    return errors


def _connect_once(alias: str) -> None:
    """Open a connection and close it, without the pool: that tries again and again, and keeps the reason to itself."""
    probe = connections[alias].copy()
    options = {name: value for name, value in probe.settings_dict["OPTIONS"].items() if name != "pool"}
    probe.settings_dict = probe.settings_dict | {"OPTIONS": options}
    try:
        probe.ensure_connection()
    finally:
        probe.close()


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _is_secure_address(address: str) -> bool:
    return _is_web_address(address) and address.startswith("https://")


def _is_mail_address(address: str) -> bool:
    try:
        validate_email(address.removeprefix("mailto:"))
    except ValidationError:
        return False
    return True


def public_hosts() -> list[str]:
    """Return the names of ALLOWED_HOSTS under which others than this machine reach the site."""
    return [host for host in settings.ALLOWED_HOSTS if not validate_host(host, LOCAL_HOSTS)]
