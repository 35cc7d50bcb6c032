"""The discussion of an article: whether it is open, and its version."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User


class DiscussionManager(models.Manager["Discussion"]):
    """Finds the discussion of an article, which exists as soon as somebody writes to it or governs it."""

    def of(self, article: Article) -> "Discussion":
        """Return the article's discussion; an open one, not stored, where nothing was said yet."""
        return self.filter(article=article).first() or Discussion(article=article)

    def begun(self, article_id: int) -> "Discussion":
        """Return the article's discussion, stored."""
        return self.get_or_create(article_id=article_id)[0]

    def bump(self, article_id: int) -> None:
        """Say, in the transaction of what changed, that readers see something else now."""
        newer = {"version": models.F("version") + 1}
        rows = self.filter(article_id=article_id)
        if not rows.update(**newer):
            _discussion, is_new = self.get_or_create(article_id=article_id)
            if not is_new:
                # Somebody began it at the same moment: what changed here came after what they showed.
                rows.update(**newer)


class Discussion(models.Model):
    """All that is said under one article."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        PREMODERATED = "premoderated", _("premoderated")
        CLOSED = "closed", _("closed")

    article = models.OneToOneField(
        Article,
        verbose_name=_("article"),
        on_delete=models.CASCADE,
        related_name="discussion",
        editable=False,
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.OPEN)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    version = models.PositiveBigIntegerField(default=1, editable=False)

    objects = DiscussionManager()

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_at__isnull=False)
                | (~models.Q(state="closed") & models.Q(closed_at=None)),
                name="discussion_closed_is_dated",
            ),
        )

    def __str__(self) -> str:
        return str(self.article)

    @property
    def is_closed(self) -> bool:
        """Whether nobody may react any more."""
        return self.state == self.State.CLOSED

    def govern(self, *, by: User | None, state: str) -> None:
        """Open, premoderate or close the discussion from now on; what was said stays readable."""
        to = self.State(state)
        rows = type(self).objects.select_for_update()
        with transaction.atomic():
            stored = rows.get(pk=type(self).objects.begun(self.article_id).pk)
            if stored.state != to:
                closed_at = timezone.now() if to == self.State.CLOSED else None
                rows.filter(pk=stored.pk).update(state=to, closed_at=closed_at, version=models.F("version") + 1)
                Entry.objects.record(actor=by, action="discussion.govern", subject=stored, was=stored.state, now=to)
        self.pk = stored.pk
        self.refresh_from_db()
