"""A gift link: a subscriber opens one article, for some days, to whoever they send the link to."""

from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlencode

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import meter
from articles.models.article import Article
from newsroom.audit.models import Entry
from newsroom.lib import secrecy
from newsroom.subscribers.models import User

GIFTS_A_MONTH = 10
LASTS = timedelta(days=14)


class NoGiftLeft(Exception):
    """The member offered as many articles this month as a month holds."""


def new_token() -> str:
    """Return a new token.

    It is kept as it is, so that its giver finds the link again: who reads the database reads the article too.
    """
    return secrecy.new_token()


class GiftLinkQuerySet(models.QuerySet["GiftLink"]):
    """Finds gift links, and gives them."""

    def living(self) -> "GiftLinkQuerySet":
        """Return those that open their article.

        A gift that was given stays given when its giver's subscription ends; it goes with the account that is closed.
        """
        return self.filter(revoked_at=None, expires_at__gt=timezone.now(), giver__is_active=True)

    def followed(self, article: Article, token: str) -> "GiftLink | None":
        """Return the link to that article with that token, whatever became of it."""
        if not secrecy.is_token(token):
            return None
        return self.select_related("giver").filter(article=article, token=token).first()

    def offered_this_month(self, giver: User, now: datetime) -> int:
        """Return how many the member gave this calendar month; one taken back was given all the same."""
        return self.filter(giver=giver, created_at__gte=meter.this_month(now)).count()

    def offer(self, article: Article, *, by: User) -> "GiftLink":
        """Return the member's living link to the article, or a new one; raise NoGiftLeft where the month is full."""
        with transaction.atomic():
            # One at a time for each member: nobody gives an eleventh by clicking twice.
            User.objects.select_for_update(no_key=True).get(pk=by.pk)
            if standing := self.living().filter(giver=by, article=article).first():
                return standing
            now = timezone.now()
            if self.offered_this_month(by, now) >= GIFTS_A_MONTH:
                raise NoGiftLeft
            gift = self.create(giver=by, article=article, created_at=now, expires_at=now + LASTS)
            Entry.objects.record(actor=by, action="gift.offered", subject=gift, article=article.pk)
            return gift


class GiftLink(models.Model):
    """One article offered by one member."""

    class State(StrEnum):
        """What became of a link."""

        LIVING = "living"
        EXPIRED = "expired"
        REVOKED = "revoked"

    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("giver"), on_delete=models.CASCADE, related_name="gift_links"
    )
    article = models.ForeignKey(Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="gift_links")
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField(_("created"), editable=False)
    expires_at = models.DateTimeField(_("expires"), editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    opened = models.PositiveIntegerField(_("opened"), default=0, editable=False)

    objects = GiftLinkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("gift link")
        verbose_name_plural = _("gift links")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.giver_id} → {self.article_id}"

    def get_absolute_url(self) -> str:
        return f"{self.article.get_absolute_url()}?{urlencode({'gift': self.token})}"

    @property
    def state(self) -> State:
        """What became of it, as `living` has it."""
        if self.revoked_at is not None or not self.giver.is_active:
            return self.State.REVOKED
        return self.State.LIVING if self.expires_at > timezone.now() else self.State.EXPIRED

    @property
    def is_living(self) -> bool:
        """Whether it opens its article."""
        return self.state == self.State.LIVING

    def count_opening(self) -> None:
        """Count that somebody followed it and read."""
        GiftLink.objects.filter(pk=self.pk).update(opened=F("opened") + 1)

    def revoke(self, *, by: User) -> None:
        """Take the link back at once; to take it back twice is no matter."""
        with transaction.atomic():
            now = timezone.now()
            if GiftLink.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=now):
                self.revoked_at = now
                Entry.objects.record(actor=by, action="gift.revoked", subject=self, article=self.article_id)
