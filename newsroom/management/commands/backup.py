"""`backup`: all that the paper holds in one file, while it is served."""

from argparse import ArgumentParser
from datetime import UTC
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.utils import timezone

from newsroom import backups


class Command(BaseCommand):
    help = (
        "Write the database, the pictures, the sound and the secret key into one file, checked by their sums. Readers "
        "notice nothing. The file holds what the paper knows of its members: keep it as safe as the paper."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", type=Path, metavar="FILE", help="a new one; in a folder, named by the moment")
        parser.add_argument("--keep", type=int, metavar="N", help="in the folder, delete all but the last N backups")

    @no_translations
    def handle(self, *, place: Path, keep: int | None, **options: Any) -> None:
        is_folder = place.is_dir()
        if keep is not None and (keep < 1 or not is_folder):
            raise CommandError("--keep: give a folder, and 1 or more.")
        path = place / backups.name_of(timezone.now().astimezone(UTC)) if is_folder else place
        try:
            count = backups.back_up(path)
        except backups.BackupFailed as error:
            raise CommandError(f"{error} No backup was written.") from error
        except OSError as error:
            raise CommandError(f"{error.filename or path}: {error.strerror}. No backup was written.") from error
        self.stdout.write(f"{path}: the database and {count - 1} files, {path.stat().st_size / 1e6:.1f} MB")
        for old in backups.forget(place, keep=keep) if keep else ():
            self.stdout.write(f"{old}: deleted")
