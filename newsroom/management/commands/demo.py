"""`demo`: a paper to look at and to try, with accounts for every part."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.urls import reverse

from articles import exchange
from articles.models import Article
from newsroom import demo_accounts, demo_edition
from newsroom.lib import environment


class Command(BaseCommand):
    help = (
        "Bring in the demonstration edition, its discussions and its accounts, and print where to look. Run again, it "
        "adds nothing. A database with articles or accounts of its own is left alone."
    )

    @no_translations
    def handle(self, **options: Any) -> None:
        kept = Path(settings.DATA) / "demo-password"
        password = environment.kept_secret(kept, demo_accounts.passphrase)
        key = environment.kept_secret(Path(settings.DATA) / "demo-second-factor", demo_accounts.new_key)
        try:
            outcomes = demo_edition.load(password, key)
        except demo_edition.NotOurs as error:
            raise CommandError(
                "This database holds articles or accounts that are not the demonstration's, and the demonstration "
                "brings staff accounts that share a password. Give it a place of its own: "
                "NEWSROOM_DATA=var/demo make demo, with DATABASE_URL unset or naming an empty database."
            ) from error
        if refused := [str(one) for one in outcomes if one.kind is exchange.Kind.REFUSED]:
            raise CommandError("\n".join(refused))
        self.stdout.write(f"{settings.SITE_NAME}, the demonstration edition: {exchange.summary(outcomes)}.\n\n")
        for what, address in _addresses():
            self.stdout.write(f"  {what:26} {settings.SITE_ADDRESS}{address}")
        self.stdout.write(
            f"\nSign in at {settings.SITE_ADDRESS}{reverse('account_login')} with the password {password}\n"
        )
        for person in demo_accounts.CAST:
            self.stdout.write(f"  {person.email:32} {person.part}")
        self.stdout.write(
            "\nThe staff are asked for a second factor besides. Type one of these codes, which serve each account once "
            f"(run again, this command renews them):\n  {' '.join(demo_accounts.recovery_codes(key))}\n"
            f"or the code that an authenticator app makes of the key {key}.\n"
        )
        self.stdout.write(f"\nThe password is kept in {kept}.{_mail()}\n")


def _addresses() -> Iterator[tuple[str, str]]:
    """Give what there is to see, and where."""
    yield "Front page", reverse("front")
    for what, article in (
        ("Article with a discussion", demo_edition.shown(demo_edition.STARTED_FROM)),
        ("Metered article", demo_edition.shown(access=Article.Access.METERED)),
        ("Article for subscribers", demo_edition.shown(access=Article.Access.SUBSCRIBERS)),
    ):
        if article:
            yield what, article.get_absolute_url()
    yield "Corrections", reverse("corrections")
    yield "Charter of moderation", reverse("charter")
    yield "The desk (staff accounts)", reverse("admin:index")


def _mail() -> str:
    folder = settings.MAILERS["default"].get("OPTIONS", {}).get("file_path")
    return f" E-mails are written to {folder}." if folder else ""
