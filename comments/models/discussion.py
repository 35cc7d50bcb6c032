"""The discussion of an article: whether it is open, and its version."""

from datetime import datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.models.policy import HEAT_WINDOW, Policy
from comments.models.transitions import DOWN, MACHINE, MODERATORS
from newsroom.audit.models import Entry
from newsroom.lib import rendering
from newsroom.lib.prepared import Prepared, PreparedUpdate, given
from newsroom.subscribers.models import User

# Each page of an article asks for it, and each comment.
OF = Prepared(lambda: Discussion.objects.filter(article=given("article"))[:1])
BUMP = PreparedUpdate(
    lambda: (Discussion.objects.filter(article=given("article")), {"version": models.F("version") + 1})
)


class DiscussionManager(models.Manager["Discussion"]):
    """Finds the discussion of an article, which exists as soon as somebody writes to it or governs it."""

    def of(self, article: Article) -> "Discussion":
        """Return the article's discussion; an open one, not stored, where nothing was said yet."""
        rendering.shows(article.pk)
        # Its version is one that no stored row has: the first comment begins the row, and readers see something else.
        discussion = OF.first(article=article.pk) or Discussion(version=0)
        discussion.article = article
        return discussion

    def begun(self, article_id: int) -> "Discussion":
        """Return the article's discussion, stored."""
        return self.get_or_create(article_id=article_id)[0]

    def bump(self, article_id: int) -> None:
        """Say, in the transaction of what changed, that readers see something else now."""
        if not BUMP(article=article_id):
            _discussion, is_new = self.get_or_create(article_id=article_id)
            if not is_new:
                # Somebody began it at the same moment: what changed here came after what they showed.
                BUMP(article=article_id)

    def heat_if_needed(self, article_id: int) -> bool:
        """Let what is written under the article wait from now on, if it is reported or refused too much.

        To be called, in its transaction, by what files a report or refuses a comment. Returns whether it did.
        """
        discussion = self.filter(article_id=article_id, state=Discussion.State.OPEN).first()
        if discussion is None:
            return False
        since = timezone.now() - HEAT_WINDOW
        # Who opened it by hand has seen what came before.
        figures = _heat(article_id, max(since, discussion.opened_at or since))
        return Policy.objects.current().is_hot(**figures) and discussion.heat(**figures)


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
    # When staff last opened it by hand: from then on it stays open as long as a new one does.
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True, editable=False)
    # Since when it is premoderated by itself; empty once a person has governed it.
    heated_at = models.DateTimeField(_("hot since"), null=True, blank=True, editable=False)
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
    def is_premoderated(self) -> bool:
        """Whether each new comment waits for a moderator."""
        return self.state == self.State.PREMODERATED

    def closed_since(self, policy: Policy) -> datetime | None:
        """Return since when nobody may react: closed by hand, all stopped, or its time was over. None while open."""
        if self.state == self.State.CLOSED:
            return self.closed_at
        if policy.stopped_at:
            return policy.stopped_at
        ends_at = policy.end_of(self.opened_at or self.article.published_at)
        if ends_at is None or ends_at <= timezone.now():
            return ends_at
        rendering.holds_until(ends_at)
        return None

    def edition(self, policy: Policy) -> tuple[int, int, bool]:
        """Return what is another as soon as readers see anything else here: whoever keeps a page compares it.

        The clock closes a discussion without touching a row, and the paper's rules are those of every article.
        """
        return self.version, policy.version, self.closed_since(policy) is not None

    def govern(self, *, by: User | None, state: str) -> None:
        """Open, premoderate or close the discussion from now on; what was said stays readable."""
        to, now = self.State(state), timezone.now()
        rows = type(self).objects.select_for_update()
        with transaction.atomic():
            stored = rows.get(pk=type(self).objects.begun(self.article_id).pk)
            stored.article = self.article
            if stored._is_changed_by(to):
                closes = to == self.State.CLOSED
                changed = {"closed_at": now, "opened_at": None} if closes else {"closed_at": None, "opened_at": now}
                rows.filter(pk=stored.pk).update(state=to, heated_at=None, version=models.F("version") + 1, **changed)
                Entry.objects.record(actor=by, action="discussion.govern", subject=stored, was=stored.state, now=to)
        self.pk = stored.pk
        self.refresh_from_db()

    def heat(self, **figures: int) -> bool:
        """Premoderate an open discussion without a person; the desk is told until somebody governs it."""
        hot = {"state": self.State.PREMODERATED, "heated_at": timezone.now(), "version": models.F("version") + 1}
        with transaction.atomic():
            if not type(self).objects.filter(pk=self.pk, state=self.State.OPEN).update(**hot):
                return False
            Entry.objects.record(actor=None, action="discussion.heat", subject=self, **figures)
        return True

    def _is_changed_by(self, to: str) -> bool:
        """Return whether to govern it so changes anything: it was another, or hot, or its time was over."""
        reopens = to != self.State.CLOSED and self.closed_since(Policy.objects.current()) is not None
        return self.state != to or self.heated_at is not None or reopens


def _heat(article_id: int, since: datetime) -> dict[str, int]:
    """Return how many reports, and how many refusals and removals, there were under the article since then."""
    article = Article.objects.filter(pk=article_id)
    against = article.filter(
        comments__decisions__now__in=DOWN,
        comments__decisions__role__in=MODERATORS | MACHINE,
        comments__decisions__decided_at__gte=since,
        comments__decisions__reversed_by=None,
    )
    reports = article.filter(comments__reports__created_at__gte=since)
    return {"reports": reports.count(), "refusals": against.count()}
