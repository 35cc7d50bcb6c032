"""Bring in the subscribers a paper has already, from a CSV file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from newsroom.subscribers import subscriber_file


class Command(BaseCommand):
    """Run again with the same file, it changes nothing and says so."""

    help = (
        "Bring in subscribers from a CSV file with the columns email, name (the pseudonym of a new account), plan (a "
        "slug), starts and ends (first and last day, as 2027-12-31; blank: from now on, without an end). A line that "
        "is wrong keeps all of them out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")
        parser.add_argument("--invite", action="store_true", help="mail new accounts a link to choose a password")

    @no_translations
    def handle(self, *, file: Path, dry_run: bool, invite: bool, **options: Any) -> None:
        try:
            text = file.read_text(encoding="utf-8-sig")
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}. Nothing was written.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file}: not UTF-8 (byte {error.start}). Nothing was written.") from error
        try:
            done = subscriber_file.bring_in(text, invite=invite, dry_run=dry_run)
        except subscriber_file.Refused as refusal:
            raise CommandError("\n".join([*refusal.messages, "Nothing was written."])) from refusal
        self.stdout.write(
            f"{done.opened} accounts opened, {done.granted} subscriptions granted, {done.there} there already."
        )
        if dry_run:
            self.stdout.write("Dry run: nothing was written.")
