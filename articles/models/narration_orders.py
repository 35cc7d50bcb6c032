"""The orders of narrations: what is to be spoken, what is out of date, what was left lying."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import errands
from articles.audio import script
from articles.audio.voices import Voice
from articles.models import recital
from articles.models.article import Article
from articles.models.recital import Recital
from newsroom.lib import rendering

if TYPE_CHECKING:
    from articles.models.narration import Narration

# Longer than a round and its last sentence: who claimed it was killed.
CLAIM_LASTS = timedelta(minutes=10)
# What failed is tried again after its first, second, … time; after the last somebody has to look.
RETRIED_AFTER = tuple(timedelta(minutes=minutes) for minutes in (5, 60, 6 * 60, 24 * 60))
# A sound out of date is kept that long: its sentences that did not change serve the next.
STALE_KEPT = timedelta(days=2)
# What was published before that is not spoken by itself.
ARCHIVE_AFTER = timedelta(days=30)
ARCHIVE_BATCH = 200


class Status(models.TextChoices):
    """Where a narration stands."""

    PENDING = "pending", _("pending")
    CLAIMED = "claimed", _("being spoken")
    READY = "ready", _("ready")
    FAILED = "failed", _("failed")
    STALE = "stale", _("out of date")


class Rank(models.IntegerChoices):
    """Which of two is played."""

    QUICK = 0, _("quick")
    BETTER = 1, _("better")


class NarrationQuerySet(models.QuerySet["Narration"]):
    """Orders narrations, finds the one to play, and takes up what was left lying."""

    def order(self, article: Article, *, queued: bool = True, archive: bool = False) -> list["Narration"]:
        """Order what the voices of the settings are to say of the article as it stands; return what is awaited.

        What was said of another text is out of date from now on. Called by the verbs that publish and correct, in their
        transaction; to order twice what is there is no matter. What is of the `archive` waits until it is asked for:
        twenty thousand articles brought in at once are days of speech.
        """
        if article.status != Article.Status.PUBLISHED or not (archive or self._is_of_now(article)):
            return []
        with transaction.atomic():
            sentences = script.of(recital.text_of(article))
            former = self.filter(article=article).exclude(status=Status.STALE)
            former.exclude(script_digest=script.digest(sentences)).make_stale()
            chosen = recital.wanted(article, sentences)
            if self.filter(article=article, digest__in=[one.digest for one in chosen[1:]], status="ready").exists():
                # The better voice has spoken: the quick one is for the time until then.
                chosen = chosen[1:]
            rows = [self._ordered(article, one, queued=queued) for one in chosen if one.pieces]
            return [row for row in rows if row.status != Status.READY]

    def order_again(self, words: Iterable[str]) -> None:
        """Order anew what is published and holds one of the words."""
        holds = models.Q()
        for word in words:
            holds |= models.Q(body__contains=word) | models.Q(headline__contains=word)
            holds |= models.Q(standfirst__contains=word)
        for article in Article.objects.published().filter(holds).iterator(ARCHIVE_BATCH):
            self.order(article)

    def awaited(self) -> Self:
        """Return those that are not out of date."""
        return self.exclude(status=Status.STALE)

    def playable(self) -> Self:
        """Return those that may be heard, the best voice first."""
        return self.filter(status=Status.READY).order_by("-rank", "-id")

    def of_page(self, article: Article) -> "Narration | None":
        """Return what an article's page shows: what may be heard, else what is being prepared; one query."""
        rendering.shows(article.pk)
        rows = list(self.filter(article=article).awaited().defer("cues").order_by("-rank", "-id"))
        return next((row for row in rows if row.is_ready), rows[-1] if rows else None)

    def make_stale(self) -> int:
        """Say that they are out of date: they are played no more, from this moment."""
        return self.update(status=Status.STALE, stale_at=timezone.now())

    def take_up(self, now: datetime | None = None) -> None:
        """Queue again what a killed worker had claimed, and what failed and is due."""
        now = now or timezone.now()
        left = self.filter(status=Status.CLAIMED, claimed_at__lt=now - CLAIM_LASTS)
        failed = self.filter(status=Status.FAILED, attempts__lte=len(RETRIED_AFTER))
        for row in left:
            row.was_left()
        for row in failed:
            if row.retry_at() <= now:
                row.wait_again()

    def out_of_time(self, now: datetime) -> Self:
        """Return those that were out of date long enough."""
        return self.filter(status=Status.STALE, stale_at__lt=now - STALE_KEPT)

    def discard(self) -> None:
        """Delete them, their files first: a file without its row would stay for good."""
        for row in self:
            row.storage.delete(row.file_name)
            row.delete()

    def _is_of_now(self, article: Article) -> bool:
        """Return whether the article is recent, or was read aloud before."""
        recent = article.published_at and article.published_at > timezone.now() - ARCHIVE_AFTER
        return bool(recent) or self.filter(article=article).exists()

    def _ordered(self, article: Article, wanted: Recital, *, queued: bool) -> "Narration":
        named = {"voice": wanted.voice.identity, "script_digest": wanted.script_digest}
        rank = Rank.QUICK if is_quick(wanted.voice) else Rank.BETTER
        row, made = self.get_or_create(article=article, digest=wanted.digest, defaults=named | {"rank": rank})
        if made and queued:
            errands.narrate.enqueue(row.pk)
        elif row.status in {Status.FAILED, Status.STALE}:
            row.wait_again(attempts=0, queued=queued)
        return row


def is_quick(voice: Voice) -> bool:
    """Return whether the voice speaks at once, so that its sound serves until a better one is ready."""
    return voice.engine == "pico"
