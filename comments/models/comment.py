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
    VERBS,
    MoveNotAllowed,
    Role,
    StaleMove,
    Status,
    Verb,
)
from comments.text import COMMENT_MAX_LENGTH
from newsroom.subscribers.models import User

if TYPE_CHECKING:
    from comments.models.charter import Rule

# A reply to a reply to a reply to a reply: deeper, nobody follows, and a phone has no room.
MAX_DEPTH = 4
IDEMPOTENCY_KEY_MAX_LENGTH = 64
QUEUE_DEPTH = 1000


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

    def reported(self) -> Self:
        """Return the shown comments with a report that no decision answered."""
        return self.filter(status=Status.PUBLISHED, pk__in=Report.objects.unanswered().values("comment"))

    def waiting(self) -> Self:
        """Return what waits for a moderator: of the pending, the hidden and the reported, the thousand oldest each.

        Each thousand is read from an index of its own; a queue that long is not longer to read than a short one.
        """
        rows = self.model._default_manager.order_by()
        kinds = (self.filter(status=Status.PENDING), self.filter(status=Status.HIDDEN), self.reported())
        oldest = (kind.order_by("created_at", "id").values("pk")[:QUEUE_DEPTH] for kind in kinds)
        pending, hidden, reported = (rows.filter(pk__in=keys).values("pk") for keys in oldest)
        # One list of keys: PostgreSQL reads the whole table for an OR of three.
        return self.filter(pk__in=pending.union(hidden, reported, all=True))

    def as_seen(self, pk: int, *, status: str, revision: int, moves: int) -> "Comment":
        """Return the comment if it still is what was on the screen; raise StaleMove otherwise."""
        comment = self.get(pk=pk)
        if (comment.status, comment.revision, comment.moves) != (status, revision, moves):
            raise comment.stale(moves)
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
    # How often it was moved. A status comes back (kept, or hidden twice), this number never: compare and set uses it.
    moves = models.PositiveIntegerField(default=0, editable=False)
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
            models.Index(fields=("created_at", "id"), condition=models.Q(status="hidden"), name="comment_hidden"),
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

    def role_of(self, person: User) -> Role | None:
        """Return the gravest role in which the person may decide here; None for no role, as on a text of their own."""
        if person.pk == self.author_id:
            return None
        if person.has_perm("comments.restore_comment"):
            return Role.CHIEF
        return Role.MODERATOR if person.has_perm("comments.decide_comment") else None

    def verbs_open_to(self, person: User) -> list[Verb]:
        """Return what the table lets the person do to the comment as it stands."""
        role = self.role_of(person)
        return [verb for (was, to), verb in VERBS.items() if was == self.status and role in TRANSITIONS[was, to]]

    def publish(self, *, by: User, last_report: int | None = None) -> Decision:
        """Show a pending or hidden comment. Reports later than `last_report`, the last one read, stay open."""
        return self._decide(Verb.PUBLISH, by, last_report=last_report)

    def keep(self, *, by: User, last_report: int | None = None) -> Decision:
        """Leave a reported comment as it is: this answers the reports up to `last_report`, the last one read."""
        if not self.reports.unanswered().exists():
            raise MoveNotAllowed(_("Nobody reports this comment."))
        return self._decide(Verb.KEEP, by, last_report=last_report)

    def hide(self, *, by: User, rule: "Rule", explanation: str) -> Decision:
        """Withhold a shown comment while it is examined."""
        return self._decide(Verb.HIDE, by, rule=rule, explanation=explanation)

    def refuse(self, *, by: User, rule: "Rule", explanation: str) -> Decision:
        """Never show a pending comment."""
        return self._decide(Verb.REFUSE, by, rule=rule, explanation=explanation)

    def remove(self, *, by: User, rule: "Rule", explanation: str) -> Decision:
        """Take down a comment that was shown."""
        return self._decide(Verb.REMOVE, by, rule=rule, explanation=explanation)

    def restore(self, *, by: User, explanation: str) -> Decision:
        """Put back a refused or removed comment, which its decider cannot do; the reason is compulsory."""
        if self.decisions.filter(now=self.status).order_by("id").values_list("decided_by", flat=True).last() == by.pk:
            raise MoveNotAllowed(_("Somebody else than who decided must put this comment back."))
        return self._decide(Verb.RESTORE, by, explanation=explanation)

    def withdraw(self, *, by: User) -> Decision:
        """Take down one's own comment."""
        if by.pk != self.author_id:
            raise MoveNotAllowed(_("Only its author may withdraw a comment."))
        return self._move(Status.WITHDRAWN, by=by, role=Role.AUTHOR)

    def stale(self, moves: int) -> StaleMove:
        """Return the error that says what became, meanwhile, of the comment that was moved `moves` times."""
        fresh = type(self).objects.get(pk=self.pk)
        last = fresh.decisions.select_related("decided_by").order_by("id").last()
        return StaleMove(fresh.status, str(last.decided_by) if last and fresh.moves != moves else "")

    def _decide(self, verb: Verb, by: User, **statement: Any) -> Decision:
        """Move as a moderator, in the gravest role `by` holds; nobody judges their own text."""
        if by.pk == self.author_id:
            raise MoveNotAllowed(_("A moderator does not decide on a comment of their own."))
        role = self.role_of(by)
        if role is None:
            raise MoveNotAllowed(_("You may not decide on comments."))
        for (was, to), name in VERBS.items():
            if was == self.status and name == verb:
                return self._move(to, by=by, role=role, **statement)
        raise self._not_allowed()

    def _move(self, to: str, *, by: User, role: Role, **statement: Any) -> Decision:
        """Move the comment: compare and set, one decision, the discussion's version, the notice; all or nothing."""
        was, moves = self.status, self.moves
        if role not in TRANSITIONS.get((was, to), frozenset()):
            raise self._not_allowed()
        now = timezone.now()
        published_at = (self.published_at or now) if to == Status.PUBLISHED else self.published_at
        with transaction.atomic():
            rows = type(self).objects.filter(pk=self.pk, status=was, revision=self.revision, moves=moves)
            if not rows.update(status=to, published_at=published_at, moves=moves + 1):
                raise self.stale(moves)
            decision = Decision.objects.of_comment(self, now=to, by=by, role=role, at=now, **statement)
            Discussion.objects.bump(self.article_id)
        self.status, self.published_at, self.moves = to, published_at, moves + 1
        return decision

    def _not_allowed(self) -> MoveNotAllowed:
        return MoveNotAllowed(_("A comment that is %(was)s cannot become that.") % {"was": Status(self.status).label})
