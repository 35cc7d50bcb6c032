"""A comment: what a subscriber says under an article, and the verbs that move it."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.models.decision import Decision
from comments.models.discussion import Discussion
from comments.models.report import Report
from comments.models.transitions import (
    BRANCH_STANDS,
    TOMBSTONES,
    TRANSITIONS,
    MoveNotAllowed,
    Role,
    StaleMove,
    Status,
)
from comments.text import COMMENT_MAX_LENGTH
from newsroom.subscribers.models import User

if TYPE_CHECKING:
    from comments.models.charter import Rule

# A reply to a reply to a reply to a reply: deeper, nobody follows, and a phone has no room.
MAX_DEPTH = 4
IDEMPOTENCY_KEY_MAX_LENGTH = 64
UNDECIDED = (Status.PENDING, Status.HIDDEN)


class CommentQuerySet(models.QuerySet["Comment"]):
    """Finds comments by what a reader may see."""

    def reachable(self) -> Self:
        """Return what every reader can reach: published, under ancestors below which a branch stands."""
        return self.filter(status=Status.PUBLISHED).standing()

    def standing(self) -> Self:
        """Return the comments, of any status, of which no ancestor cuts the branch."""
        rows = self
        for level in range(1, MAX_DEPTH + 1):
            ancestor = "__".join(["parent"] * level)
            rows = rows.filter(models.Q((ancestor, None)) | models.Q((f"{ancestor}__status__in", BRANCH_STANDS)))
        return rows

    def waiting(self) -> Self:
        """Return what waits for a moderator: texts not decided yet, and shown ones with an unanswered report."""
        reported = models.Q(status=Status.PUBLISHED, pk__in=Report.objects.unanswered().values("comment"))
        return self.filter(models.Q(status__in=UNDECIDED) | reported)

    def as_seen(self, pk: int, *, status: str, revision: int) -> "Comment":
        """Return the comment if it still is what was on the screen; raise StaleMove otherwise."""
        comment = self.get(pk=pk)
        if (comment.status, comment.revision) != (status, revision):
            raise comment.stale()
        return comment


class Comment(models.Model):
    """One comment. `body` is normalised plain text, the text of its current revision."""

    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.PROTECT, related_name="comments", db_index=False
    )
    author = models.ForeignKey(User, verbose_name=_("author"), on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replies",
    )
    # The top of its thread, so that a page of threads is one query; empty for a top itself.
    root = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="branch")
    depth = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.PENDING)
    body = models.TextField(_("text"), blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    idempotency_key = models.CharField(max_length=IDEMPOTENCY_KEY_MAX_LENGTH)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("-id",)
        default_permissions = ("view",)
        permissions = (
            ("decide_comment", _("Can decide on comments")),
            ("restore_comment", _("Can put back a refused or removed comment")),
        )
        indexes = (
            models.Index(fields=("article", "status", "id"), name="comment_article_status"),
            models.Index(fields=("article", "-id"), condition=models.Q(parent=None), name="comment_article_roots"),
            models.Index(fields=("created_at", "id"), condition=models.Q(status="pending"), name="comment_queue"),
            models.Index(fields=("author", "-id"), name="comment_author"),
        )
        constraints = (
            models.UniqueConstraint(fields=("author", "idempotency_key"), name="comment_submitted_once"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("body"), COMMENT_MAX_LENGTH), name="comment_length"
            ),
            models.CheckConstraint(
                condition=models.Q(status="erased", body="") | (~models.Q(status="erased") & ~models.Q(body="")),
                name="comment_empty_only_when_erased",
            ),
            models.CheckConstraint(
                condition=models.Q(depth=0, parent=None, root=None)
                | models.Q(depth__gt=0, depth__lte=MAX_DEPTH, parent__isnull=False, root__isnull=False),
                name="comment_depth",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(published_at__isnull=False),
                name="comment_published_is_dated",
            ),
        )

    def __str__(self) -> str:
        return f"{self.author} #{self.pk}"

    def get_absolute_url(self) -> str:
        return f"{reverse('discussion', args=[self.article_id])}?comment={self.pk}#comment-{self.pk}"

    @property
    def is_tombstone(self) -> bool:
        """Whether only its place is shown."""
        return self.status in TOMBSTONES

    def may_be_withdrawn(self) -> bool:
        """Return whether its author may still withdraw it."""
        return (self.status, Status.WITHDRAWN) in TRANSITIONS

    def publish(self, *, by: User) -> Decision:
        """Show a pending or hidden comment."""
        return self._decide(by, Status.PUBLISHED)

    def keep(self, *, by: User) -> Decision:
        """Leave a reported comment as it is: its reports are answered by this decision."""
        return self._decide(by, self.status)

    def hide(self, *, by: User, rule: "Rule", explanation: str) -> Decision:
        """Withhold a shown comment while it is examined."""
        return self._decide(by, Status.HIDDEN, rule=rule, explanation=explanation)

    def refuse(self, *, by: User, rule: "Rule", explanation: str) -> Decision:
        """Never show a pending comment."""
        return self._decide(by, Status.REFUSED, rule=rule, explanation=explanation)

    def remove(self, *, by: User, rule: "Rule", explanation: str) -> Decision:
        """Take down a comment that was shown."""
        return self._decide(by, Status.REMOVED, rule=rule, explanation=explanation)

    def restore(self, *, by: User, explanation: str) -> Decision:
        """Put back a refused or removed comment, which its decider cannot do; the reason is compulsory."""
        last = self.decisions.latest("id")
        if last.decided_by_id == by.pk:
            raise MoveNotAllowed(_("Somebody else than who decided must put this comment back."))
        return self._decide(by, Status.PUBLISHED, explanation=explanation)

    def withdraw(self, *, by: User) -> Decision:
        """Take down one's own comment."""
        if by.pk != self.author_id:
            raise MoveNotAllowed(_("Only its author may withdraw a comment."))
        return self._move(Status.WITHDRAWN, by=by, role=Role.AUTHOR)

    def stale(self) -> StaleMove:
        """Return the error that says what became of the comment meanwhile, read from the database."""
        fresh = type(self).objects.select_related("author").get(pk=self.pk)
        last = fresh.decisions.select_related("decided_by").order_by("id").last()
        return StaleMove(fresh.status, str(last.decided_by) if last and last.decided_by else "")

    def _decide(self, by: User, to: str, **statement: Any) -> Decision:
        """Move as a moderator, in the gravest role `by` holds; nobody judges their own text."""
        if by.pk == self.author_id:
            raise MoveNotAllowed(_("A moderator does not decide on a comment of their own."))
        if by.has_perm("comments.restore_comment"):
            return self._move(to, by=by, role=Role.CHIEF, **statement)
        if by.has_perm("comments.decide_comment"):
            return self._move(to, by=by, role=Role.MODERATOR, **statement)
        raise MoveNotAllowed(_("You may not decide on comments."))

    def _move(self, to: str, *, by: User, role: Role, **statement: Any) -> Decision:
        """Move the comment: compare and set, one decision, the discussion's version, the notice; all or nothing."""
        was = self.status
        if role not in TRANSITIONS.get((was, to), frozenset()):
            raise MoveNotAllowed(_("A comment that is %(was)s cannot become that.") % {"was": Status(was).label})
        now = timezone.now()
        dates = {"published_at": self.published_at or now} if to == Status.PUBLISHED else {}
        with transaction.atomic():
            rows = type(self).objects.filter(pk=self.pk, status=was, revision=self.revision)
            if not rows.update(status=to, **dates):
                raise self.stale()
            self.status = to
            self.published_at = dates.get("published_at", self.published_at)
            decision = Decision.objects.of_comment(self, was=was, by=by, role=role, at=now, **statement)
            Discussion.objects.bump(self.article_id)
        return decision
