"""`narrate`: reads the archive aloud, an article after another."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.audio import voices
from articles.models import Article, Narration

BAR = 30
A_BATCH = 200


class Command(BaseCommand):
    help = (
        "Read published articles aloud: those without a narration by the voice of the settings, the latest first. What "
        "is there already is left as it is; stopped and run again, it goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("articles", nargs="*", type=int, metavar="ID", help="these articles alone")
        parser.add_argument("--queue", action="store_true", help="leave the work to the task worker")

    def handle(self, *, articles: list[int], queue: bool, **options: Any) -> None:
        choice = voices.Choice(**settings.VOICE)
        if choice.engine == "off":
            raise CommandError("NEWSROOM_VOICE is off: no voice is there to narrate.")
        if reason := voices.fault(choice):
            raise CommandError(f"The voice of NEWSROOM_VOICE cannot speak: {reason}.")
        wanted = Article.objects.published().latest_first()
        wanted = wanted.filter(pk__in=articles) if articles else wanted
        if missing := set(articles) - set(wanted.values_list("pk", flat=True)):
            raise CommandError(f"Not published: {', '.join(map(str, sorted(missing)))}.")
        total, spoken, failed = wanted.count(), 0, 0
        for number, article in enumerate(wanted.iterator(A_BATCH), start=1):
            for narration in Narration.objects.order(article, queued=queue, archive=True):
                if queue:
                    continue
                speak(narration)
                spoken += narration.is_ready
                if narration.status == Narration.Status.FAILED:
                    failed += 1
                    self.stderr.write(f"\n{article.pk}: {narration.reason}")
            self._show(number, total)
        self.stdout.write(f"\n{total} articles, {spoken} narrations spoken, {failed} failed.")
        if failed:
            raise CommandError("Some narrations failed; they will be tried again.")

    def _show(self, done: int, total: int) -> None:
        """Show how far it is, in one line where somebody looks."""
        if not self.stdout.isatty():
            return
        filled = BAR * done // total
        self.stdout.write(f"\r[{'█' * filled}{'·' * (BAR - filled)}] {done}/{total}", ending="")
        self.stdout.flush()


def speak(narration: Narration) -> None:
    """Speak all of a narration, round after round, until it is spoken or somebody else took it."""
    narration.refresh_from_db()
    while narration.status == Narration.Status.PENDING:
        narration.work()
        # Who loses it to a worker between two rounds is told by the database alone.
        narration.refresh_from_db()
