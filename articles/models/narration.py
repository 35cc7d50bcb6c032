"""A narration: an article read aloud by one voice, from the moment it is ordered to the moment it is out of date."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from articles import errands
from articles.audio import sound
from articles.audio.voices import VoiceError
from articles.models import recital
from articles.models.article import Article
from articles.models.narration_orders import RETRIED_AFTER, NarrationQuerySet, Rank, Status
from articles.models.recital import Recital

# A task speaks that long and queues what is left, so that no e-mail waits behind a long article.
ROUND_SECONDS = 4.0


class Narration(models.Model):
    """One article, one voice. Its sound lies behind the site's own checks, under a name that nobody could guess."""

    Status = Status
    Rank = Rank
    # How fast a player offers to play.
    SPEEDS = (0.8, 1, 1.2, 1.5, 1.75, 2)

    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="narrations", db_index=False
    )
    voice = models.CharField(_("voice"), max_length=200)
    rank = models.PositiveSmallIntegerField(_("rank"), choices=Rank, default=Rank.QUICK)
    digest = models.CharField(max_length=64, editable=False)
    script_digest = models.CharField(max_length=64, editable=False)
    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.PENDING)
    reason = models.TextField(_("reason"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    ordered_at = models.DateTimeField(_("ordered"), default=timezone.now)
    claimed_at = models.DateTimeField(_("claimed"), null=True, blank=True)
    ready_at = models.DateTimeField(_("ready since"), null=True, blank=True)
    failed_at = models.DateTimeField(_("failed at"), null=True, blank=True)
    stale_at = models.DateTimeField(_("out of date since"), null=True, blank=True)
    puid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    seconds = models.FloatField(_("seconds"), default=0)
    size = models.PositiveIntegerField(_("bytes"), default=0)
    # Where each sentence stands in the sound and on the page; never shown but to who may listen.
    cues = models.JSONField(default=list, blank=True)

    objects = NarrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("narration")
        verbose_name_plural = _("narrations")
        ordering = ("-id",)
        default_permissions = ("view", "change")
        constraints = (models.UniqueConstraint(fields=("article", "digest"), name="narration_made_once"),)
        indexes = (models.Index(fields=("status", "id"), name="narration_status"),)

    def __str__(self) -> str:
        return f"{self.article_id} ({self.voice})"

    @property
    def is_ready(self) -> bool:
        """Whether it may be heard."""
        return self.status == self.Status.READY

    @property
    def storage(self) -> Storage:
        """Where the sound lies: never among the media that everybody may fetch."""
        return storages["private"]

    @property
    def file_name(self) -> str:
        """The name of the sound in the storage."""
        return f"audio/{self.puid}.mp3"

    @property
    def version(self) -> str:
        """What names this sound among those of its article: a page shows one, and plays no other."""
        return self.digest[:16]

    @property
    def minutes(self) -> int:
        """How long it lasts, in whole minutes, at least 1."""
        return max(1, round(self.seconds / 60))

    @property
    def iso_duration(self) -> str:
        """How long it lasts, as structured data has it (ISO 8601: PT2M25S)."""
        minutes, rest = divmod(round(self.seconds), 60)
        return f"PT{minutes}M{rest}S"

    def retry_at(self) -> datetime:
        """Return when what failed is tried again."""
        tries = min(max(self.attempts, 1), len(RETRIED_AFTER))
        return (self.failed_at or self.ordered_at) + RETRIED_AFTER[tries - 1]

    def wait_again(self, *, attempts: int | None = None, queued: bool = True) -> None:
        """Put it back among those that wait, unless somebody did something with it meanwhile."""
        changes: dict[str, Any] = {"status": self.Status.PENDING, "stale_at": None}
        changes |= {} if attempts is None else {"attempts": attempts}
        with transaction.atomic():
            if self._move(self.status, **changes) and queued:
                errands.narrate.enqueue(self.pk)

    def work(self) -> None:
        """Speak the next part, and store the sound when that was the last; look first whether it still is wanted."""
        if not self._move(self.Status.PENDING, status=self.Status.CLAIMED, claimed_at=timezone.now()):
            return
        article = Article.objects.get(pk=self.article_id)
        wanted = {one.digest: one for one in recital.wanted(article)}
        if self.digest not in wanted or article.status != Article.Status.PUBLISHED:
            # Corrected without a word to us, withdrawn, or another voice was set: what is wanted now is ordered.
            self._move(self.Status.CLAIMED, status=self.Status.STALE, stale_at=timezone.now())
            type(self).objects.order(article)
            return
        try:
            self._speak(wanted)
        except (VoiceError, OSError) as error:
            self.fail(str(error))

    def was_left(self) -> None:
        """Put back what a killed worker was speaking; what kills it each time counts as failed."""
        if self.attempts < len(RETRIED_AFTER):
            self.wait_again(attempts=self.attempts + 1)
        else:
            self.fail("the worker was killed each time it spoke this article")

    def fail(self, reason: str) -> None:
        """Say why there is no sound, to whoever looks after the site; readers are told that it is being prepared."""
        self._move(
            self.Status.CLAIMED,
            status=self.Status.FAILED,
            reason=reason[:2000],
            attempts=self.attempts + 1,
            failed_at=timezone.now(),
        )

    def _speak(self, all_wanted: dict[str, Recital]) -> None:
        wanted = all_wanted[self.digest]
        # Without their sound, which a long article would bring along in each of its many rounds.
        parts = list(self.parts.order_by("number").defer("sound"))
        spoken = [cue for part in parts for cue in part.cues]
        left = wanted.pieces[len(spoken) :]
        said = recital.speak(wanted.voice, left, self._known(), ROUND_SECONDS) if left else []
        begins = sum(cue["bytes"] for cue in spoken)
        cues = []
        for piece, mp3 in zip(left, said, strict=False):
            cues.append(piece.cue(begins, mp3))
            begins += len(mp3)
        if len(said) < len(left):
            self._keep_part(len(parts), b"".join(said), cues)
            return
        before = map(bytes, self.parts.order_by("number").values_list("sound", flat=True))
        self._finish(b"".join([*before, *said]), [*spoken, *cues], set(all_wanted))

    def _keep_part(self, number: int, mp3: bytes, cues: list[dict[str, Any]]) -> None:
        """Keep what was spoken so far, and queue the rest behind what waits."""
        with transaction.atomic():
            if self._move(self.Status.CLAIMED, status=self.Status.PENDING):
                self.parts.create(number=number, sound=mp3, cues=cues)
                errands.narrate.enqueue(self.pk)

    def _finish(self, mp3: bytes, cues: list[dict[str, Any]], wanted: set[str]) -> None:
        """Store the sound, then say that it is ready: in that order, so that none is ready without its sound.

        It takes the place of the quicker voice's, and of a voice's that is wanted no more.
        """
        with override(self.article.language[:2]):
            words = gettext("Synthetic voice")
        about = {"title": self.article.headline, "paper": settings.SITE_NAME, "language": self.article.language}
        content = sound.tag(words=words, **about) + mp3
        self.storage.delete(self.file_name)
        self.storage.save(self.file_name, ContentFile(content))
        ready = {"seconds": sound.seconds(len(mp3)), "size": len(content), "cues": cues, "reason": ""}
        with transaction.atomic():
            if self._move(self.Status.CLAIMED, status=self.Status.READY, ready_at=timezone.now(), **ready):
                others = (
                    type(self).objects.filter(article=self.article_id, status=self.Status.READY).exclude(pk=self.pk)
                )
                others.filter(models.Q(rank__lte=self.rank) | ~models.Q(digest__in=wanted)).make_stale()
            self.parts.all().delete()

    def _known(self) -> dict[str, bytes]:
        """Return the sound of the sentences that this voice said of the article before, by their keys."""
        same = type(self).objects.filter(article=self.article_id, voice=self.voice, size__gt=0).exclude(pk=self.pk)
        last = same.order_by("-id").first()
        if last is None:
            return {}
        try:
            with last.storage.open(last.file_name) as file:
                content = file.read()
        except OSError:
            return {}
        place = last.size - sum(cue["bytes"] for cue in last.cues)
        known = {}
        for cue in last.cues:
            known[cue["key"]] = content[place : place + cue["bytes"]]
            place += cue["bytes"]
        return known

    def _move(self, source: str, **changes: Any) -> bool:
        """Change it where it still is as it was read; return whether that was so."""
        rows = type(self).objects.filter(pk=self.pk, status=source)
        if source == self.Status.CLAIMED:
            # The claim that this worker made, not one that another made after it.
            rows = rows.filter(claimed_at=self.claimed_at)
        if not rows.update(**changes):
            return False
        for name, value in changes.items():
            setattr(self, name, value)
        return True
