"""Take the articles out, as news items that `import_articles` brings in again (IPTC ninjs 3.1, JSON Lines)."""

import json
from argparse import ArgumentParser
from datetime import datetime, time
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from articles.exchange import export


class Command(BaseCommand):
    """Writes every article whole, drafts and what is withdrawn among them: the file is the operator's, not readers'."""

    help = (
        "Write every article, whatever its status, as one ninjs 3.1 item a line, to FILE with the pictures beside it, "
        "or to the standard output with their addresses."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a new file; else the standard output")
        parser.add_argument("--since", default="", metavar="DATE", help="what was written or moved since then alone")

    def handle(self, *, file: Path | None, **options: Any) -> None:
        since = _since(options["since"])
        if file is None:
            self._write(self.stdout, since, None)
            return
        if file.exists():
            raise CommandError(f"{file} is there already. Name another file, or take it away.")
        # Complete or not there: whoever finds the file may rely on it. Its drafts and walled texts are nobody else's.
        part = file.with_name(f"{file.name}.part")
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        with part.open("w", encoding="utf-8") as lines:
            count = self._write(lines, since, file.parent)
        part.rename(file)
        self.stderr.write(f"{count} articles written to {file}.")

    def _write(self, lines: IO[str] | Any, since: datetime | None, folder: Path | None) -> int:
        count = 0
        for item in export.items(since, folder=folder):
            lines.write(json.dumps(item, ensure_ascii=False) + "\n")
            count += 1
        return count


def _since(written: str) -> datetime | None:
    if not written:
        return None
    try:
        moment = parse_datetime(written)
        day = parse_date(written)
    except ValueError:
        moment = day = None
    if moment is None and day:
        moment = datetime.combine(day, time.min)
    if moment is None:
        raise CommandError(f"--since {written}: write a date like 2026-11-23 or 2026-11-23T15:40:00+01:00.")
    return moment if moment.tzinfo else timezone.make_aware(moment)
