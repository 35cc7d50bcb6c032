"""`purge`: what has had its time goes, by the table of `newsroom/retention.py`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, no_translations

from newsroom import retention


class Command(BaseCommand):
    help = (
        "Delete or blank the personal data whose time is over, and print how many rows of each kind. The worker does "
        "it once a day; run again, or by two at once, it finds nothing left."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count what is due, and change nothing")

    @no_translations
    def handle(self, *, dry_run: bool, **options: Any) -> None:
        for line in retention.TABLE:
            number = retention.due(line) if dry_run else retention.purge(line)
            said = f"to be {line.then}" if dry_run else line.then
            self.stdout.write(f"{line.name:22} {number:8} {said}  (kept: {line.kept})")
