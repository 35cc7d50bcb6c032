"""`move_database`: a paper that outgrew SQLite goes on with PostgreSQL."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import OperationalError, connections

from newsroom import moving, readiness
from newsroom.lib import service_urls
from newsroom.lib.copying import BadRow

NOTHING = "Nothing was moved: the new database is as it was, and the old one was only read."


class Command(BaseCommand):
    help = (
        "Bring all that an SQLite paper holds into the PostgreSQL database that DATABASE_URL names, which `migrate` "
        "made and nobody used. Stop the site first. All or nothing; both sides are compared, and the old one stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--from", dest="old", required=True, metavar="ADDRESS", help="sqlite:////var/lib/newsroom/newsroom.sqlite3"
        )

    @no_translations
    def handle(self, *, old: str, **options: Any) -> None:
        began = time.monotonic()
        if connections[moving.NEW].vendor != "postgresql":
            raise CommandError("DATABASE_URL: write the address of the PostgreSQL database that the paper moves to.")
        _open(old)
        try:
            for alias, which in ((moving.OLD, "old"), (moving.NEW, "new")):
                _check_version(alias, which)
            rows = 0
            for moved in moving.move():
                rows += moved.tally.rows
                self.stdout.write(f"{moved.table:36} {moved.tally.rows:9}  the same on both sides")
        except (moving.CannotMove, BadRow) as error:
            raise CommandError(f"{error}\n{NOTHING}") from error
        except OperationalError as error:
            raise CommandError(f"{error}. Does somebody still write to it? Stop the site.\n{NOTHING}") from error
        for table in moving.left(connections[moving.OLD]):
            self.stdout.write(f"{table:36} left where it is: no part of this version knows it")
        self.stdout.write(f"{rows} rows moved in {time.monotonic() - began:.0f} s. The old database is as it was.")


def _open(address: str) -> None:
    """Make the old database known; one that is not there is not made."""
    try:
        entry = service_urls.database(address)
    except service_urls.ServiceUrlError as error:
        raise CommandError(str(error).replace("DATABASE_URL", "--from")) from error
    if "sqlite3" not in entry["ENGINE"] or not Path(entry["NAME"]).is_file():
        raise CommandError(f"--from: there is no SQLite database at {address}.")
    connections.settings[moving.OLD] = connections.configure_settings({"default": entry})["default"]


def _check_version(alias: str, which: str) -> None:
    try:
        readiness.check_migrations(alias)
    except readiness.NotReady as error:
        raise CommandError(f"The {which} database: {error}\n{NOTHING}") from error
