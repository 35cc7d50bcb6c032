"""`transparency YEAR`: the tables of a year as CSV files, and its statements of reasons as JSON."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from comments import statements, transparency
from newsroom.lib import rows


class Command(BaseCommand):
    help = (
        "Write the transparency report of a year: one CSV file a table, and with --statements the year's statements of "
        "reasons in the JSON of the EU transparency database (read them over for names before you submit them)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--folder", type=Path, default=Path(), help="where to write (default: the current folder)")
        parser.add_argument("--statements", action="store_true", help="write statements-YEAR.json too")

    def handle(self, *, year: int, folder: Path, statements: bool, **options: Any) -> None:
        known = transparency.years()
        if year not in known:
            raise CommandError(f"There are no figures of {year}; there are of {known[-1]} to {known[0]}.")
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder: make it, or name another with --folder.")
        with translation.override(settings.LANGUAGE_CODE):
            for sheet in transparency.Year(year).sheets():
                self._write(folder / f"transparency-{year}-{sheet.name}.csv", rows.to_csv(sheet.header, sheet.rows))
            if statements:
                self._write(folder / f"statements-{year}.json", _statements(year))

    def _write(self, path: Path, text: str) -> None:
        path.write_text(text, encoding="utf-8", newline="")
        self.stdout.write(str(path))


def _statements(year: int) -> str:
    return json.dumps({"statements": list(statements.of_year(year))}, ensure_ascii=False, indent=1)
