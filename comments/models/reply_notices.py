"""A member's wish to be told by e-mail when somebody answers their comments."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import reply_digest
from comments.models.comment import Comment

if TYPE_CHECKING:
    from newsroom.subscribers.models import User

# How many answers one e-mail tells of; the rest are behind its link.
TOLD_AT_ONCE = 20


class ReplyNoticesQuerySet(models.QuerySet["ReplyNotices"]):
    """Finds whose digest is due."""

    def of(self, member: "User") -> "ReplyNotices":
        """Return the member's wish; « never », not stored, where none was said."""
        return self.filter(member=member).first() or ReplyNotices(member=member)

    def wish(self, member: "User", often: str) -> None:
        """Keep the member's wish, from now on: what was answered before is not told."""
        self.update_or_create(
            member=member, defaults={"often": ReplyNotices.Often(often), "told_until": timezone.now()}
        )

    def due(self, now: datetime) -> Self:
        """Return those whose last look is long enough ago, of accounts that are open."""
        due = models.Q()
        for often, pause in ReplyNotices.PAUSES.items():
            due |= models.Q(often=often, told_until__lte=now - pause)
        return self.filter(due, member__is_active=True)

    def queue_due(self, now: datetime | None = None) -> int:
        """Queue a digest for each member who is due; return how many. Run by any number of workers at once.

        The stretch of time that a digest tells of is taken, compare and set, in the transaction that queues it.
        """
        now = now or timezone.now()
        return sum(one.queue(now) for one in self.due(now).iterator())


class ReplyNotices(models.Model):
    """How often one member is told of answers."""

    class Often(models.TextChoices):
        NEVER = "never", _("never")
        HOURLY = "hourly", _("at most once an hour")
        DAILY = "daily", _("at most once a day")

    PAUSES = {Often.HOURLY: timedelta(hours=1), Often.DAILY: timedelta(days=1)}

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("member"), on_delete=models.CASCADE, related_name="reply_notices"
    )
    often = models.CharField(_("how often"), max_length=6, choices=Often, default=Often.NEVER)
    told_until = models.DateTimeField(default=timezone.now)

    objects = ReplyNoticesQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("notices of answers")
        indexes = (
            models.Index(fields=("often", "told_until"), condition=~models.Q(often="never"), name="reply_notices_due"),
        )

    def __str__(self) -> str:
        return f"{self.member}: {self.often}"

    def stop(self) -> None:
        """Tell nothing any more: what is queued already is looked at again when it is sent, and is not."""
        type(self).objects.filter(pk=self.pk).update(often=self.Often.NEVER)
        self.often = self.Often.NEVER

    def queue(self, now: datetime) -> bool:
        """Take the time since the last digest and queue one for it, where somebody answered; return whether it was."""
        since = self.told_until
        with transaction.atomic():
            mine = type(self).objects.filter(pk=self.pk, told_until=since, often=self.often)
            if not mine.update(told_until=now) or not self.answers(since, now).exists():
                return False
            reply_digest.deliver.enqueue(self.pk, since.isoformat(), now.isoformat())
        return True

    def deliver(self, since: datetime, until: datetime) -> None:
        """Send what was answered then and can still be read; nothing where it was stopped, or nothing is left."""
        if self.often == self.Often.NEVER or not self.member.is_active:
            return
        answers = list(self.answers(since, until)[: TOLD_AT_ONCE + 1])
        if answers:
            reply_digest.send(self, answers[:TOLD_AT_ONCE], more=len(answers) > TOLD_AT_ONCE)

    def answers(self, since: datetime, until: datetime) -> models.QuerySet[Comment]:
        """Return the answers of others to the member's comments that came out then and that a reader can reach now."""
        out = {"published_at__gt": since, "published_at__lte": until, "article__status": "published"}
        found = Comment.objects.reachable().filter(parent__author=self.member, **out).exclude(author=self.member)
        return found.select_related("author", "article__section").defer("article__body").order_by("published_at", "id")
