"""`restore`: a paper from its backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from newsroom import backups


class Command(BaseCommand):
    help = "Check all that a backup holds and bring it back, where there is no table in the database yet and no file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE", help="what `backup` wrote")

    @no_translations
    def handle(self, *, path: Path, **options: Any) -> None:
        try:
            count = backups.restore(path)
        except backups.BackupFailed as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename or path}: {error.strerror}") from error
        self.stdout.write(f"{path}: the database and {count - 1} files are back. Now: migrate, and collectstatic.")
