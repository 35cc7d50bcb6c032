"""A preview link: somebody without an account reads an article before readers do, for some days."""

import hashlib
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.stale import StaleArticle
from newsroom.audit.models import Entry
from newsroom.lib import secrecy
from newsroom.subscribers.models import User

LASTS = timedelta(days=7)


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    """Finds preview links, and gives them."""

    def followed(self, token: str) -> "PreviewLink | None":
        """Return the link with that token, whatever became of it."""
        return self.filter(digest=digest(token)).first() if secrecy.is_token(token) else None

    def give(self, article: Article, *, by: User) -> tuple["PreviewLink", str]:
        """Return a new link to an article that no reader sees, with its token, which is told this once.

        Raises StaleArticle for an article that readers see: they need no link.
        """
        token, now = secrecy.new_token(), timezone.now()
        with transaction.atomic():
            if Article.objects.published(now).filter(pk=article.pk).exists():
                raise StaleArticle(_("Readers see this article: its own address is what to send."))
            link = self.create(article=article, digest=digest(token), by=by, created_at=now, expires_at=now + LASTS)
            Entry.objects.record(actor=by, action="preview.given", subject=link, article=article.pk)
        return link, token


class PreviewLink(models.Model):
    """One link to one article. Who reads the database learns no token from it."""

    class State(StrEnum):
        """What became of a link."""

        LIVING = "living"
        EXPIRED = "expired"
        REVOKED = "revoked"

    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="preview_links"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), editable=False)
    expires_at = models.DateTimeField(_("expires"), editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    opened = models.PositiveIntegerField(_("opened"), default=0, editable=False)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.article_id} ({self.created_at:%Y-%m-%d})"

    @property
    def state(self) -> State:
        """What became of it."""
        if self.revoked_at is not None:
            return self.State.REVOKED
        return self.State.LIVING if self.expires_at > timezone.now() else self.State.EXPIRED

    def count_opening(self) -> None:
        """Count that somebody followed it and read."""
        PreviewLink.objects.filter(pk=self.pk).update(opened=F("opened") + 1)

    def revoke(self, *, by: User) -> None:
        """Take the link back at once; to take it back twice is no matter."""
        with transaction.atomic():
            now = timezone.now()
            if PreviewLink.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=now):
                self.revoked_at = now
                Entry.objects.record(actor=by, action="preview.revoked", subject=self, article=self.article_id)


def digest(token: str) -> str:
    """Return what is kept of a token: it is random and long, so that nothing slower is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
