"""Bring news items (IPTC ninjs 2.x and 3.x) in as articles: all that the files hold, or nothing."""

import signal
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug
from django.db import IntegrityError

from articles import exchange
from articles.models import Article, Section
from articles.models.section import validate_free_word
from articles.ninjs import Named


class Command(BaseCommand):
    """Reads and checks every item of every file first; one that is wrong keeps all of them out."""

    help = (
        "Bring in articles from ninjs files (one item, a list, or JSON Lines). An item is known by its uri: the same "
        "item twice changes nothing, a later version brings the article up to date."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")
        parser.add_argument("--publish", action="store_true", help="publish at the time the item says; else drafts")
        parser.add_argument(
            "--unchecked", action="store_true", help="publish also what an editor would be told to mend first"
        )
        parser.add_argument(
            "--access", choices=Article.Access.values, default="", help="who may read; else what the item says"
        )
        parser.add_argument(
            "--section", default="", metavar="SLUG", help="section of items that name none (default: actualites)"
        )

    def handle(self, *, files: list[Path], **options: Any) -> None:
        choices = exchange.Choices(
            publish=options["publish"],
            access=options["access"],
            section=_section(options["section"]),
            dry_run=options["dry_run"],
            unchecked=options["unchecked"],
        )
        try:
            with _interruptible():
                outcomes = exchange.bring_in(files, choices)
        except IntegrityError as error:
            raise CommandError(
                "Somebody wrote the same at the same moment. Nothing was written; run this again."
            ) from error
        self._report(outcomes, quiet=not options["verbosity"])
        if any(one.kind is exchange.Kind.REFUSED for one in outcomes):
            raise CommandError("Nothing was written. Mend what was refused, or leave it out, and run this again.")
        if choices.dry_run:
            self.stdout.write("Dry run: nothing was written.")

    def _report(self, outcomes: list[exchange.Outcome], *, quiet: bool) -> None:
        for one in outcomes:
            if one.kind is exchange.Kind.REFUSED:
                self.stderr.write(str(one))
            elif not quiet:
                self.stdout.write(str(one))
        if not quiet:
            self.stdout.write(exchange.summary(outcomes))


def _section(slug: str) -> Named | None:
    if not slug:
        return None
    try:
        validate_slug(slug)
        validate_free_word(slug)
    except ValidationError as error:
        raise CommandError(f"--section {slug}: {' '.join(error.messages)}") from error
    known = Section.objects.filter(slug=slug).first()
    return Named(known.name if known else slug.replace("-", " ").capitalize(), slug)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let SIGTERM, which would end the process on the spot, interrupt it: what was begun is taken back."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _interrupted)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupted(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
