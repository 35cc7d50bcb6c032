"""A comment: what a subscriber says under an article, and the verbs that move it."""

from datetime import datetime, timedelta
from typing import Any, Unpack
from uuid import UUID

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.models import strikes
from comments.models.comment_table import CONSTRAINTS, INDEXES
from comments.models.connection_record import ConnectionRecord
from comments.models.decision import Decision
from comments.models.discussion import Discussion
from comments.models.proposal import Proposal
from comments.models.reach import CommentQuerySet
from comments.models.statement import Grounds
from comments.models.transitions import (
    DOWN,
    TOMBSTONES,
    TRANSITIONS,
    VERBS,
    MoveNotAllowed,
    Role,
    StaleMove,
    Status,
    Verb,
)
from newsroom.lib.connection import Connection
from newsroom.subscribers.models import User

IDEMPOTENCY_KEY_MAX_LENGTH = 64
# Long enough to mend what one sees once it stands there, too short to change what others talk about.
COMMENT_EDIT_WINDOW = timedelta(minutes=15)


class Known(models.TextChoices):
    """How the paper came to know of a text."""

    REPORT = "report", _("a report")
    STAFF_VIEW = "staff-view", _("read by the staff")


class Comment(models.Model):
    """One comment. `body` is normalised plain text, the text of its current revision."""

    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.PROTECT, related_name="comments", db_index=False
    )
    author = models.ForeignKey(
        User, verbose_name=_("author"), on_delete=models.PROTECT, related_name="comments", db_index=False
    )
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
    # How many members recommend it: counted anew with each.
    recommended = models.PositiveIntegerField(_("recommended"), default=0, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)
    # Shown, and marked by a check for a moderator to look at; any decision on it takes the mark away.
    flagged = models.BooleanField(_("flagged"), default=False, editable=False)
    # From here the paper knows of the text: the time to its removal is measured (loi 82-652, art. 93-3).
    first_known_at = models.DateTimeField(_("known since"), null=True, blank=True, editable=False)
    known_via = models.CharField(_("known through"), max_length=10, choices=Known, blank=True, editable=False)

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
        indexes = INDEXES
        constraints = CONSTRAINTS

    def __str__(self) -> str:
        return f"{self.author} #{self.pk}"

    def get_absolute_url(self) -> str:
        return f"{reverse('discussion', args=[self.article_id])}?comment={self.pk}#comment-{self.pk}"

    @property
    def headline(self) -> str:
        """What its article is called to its readers; an article that is no longer public is not named."""
        return self.article.headline if self.article.is_public() else gettext("an article that was withdrawn")

    @property
    def is_tombstone(self) -> bool:
        """Whether only its place is shown."""
        return self.status in TOMBSTONES

    def may_be_withdrawn(self) -> bool:
        """Return whether its author may still withdraw it."""
        return (self.status, Status.WITHDRAWN) in TRANSITIONS

    def is_picked_out(self) -> bool:
        """Return whether a check found something in the text itself; where every text waits, that is no finding."""
        found = self.revisions.filter(number=self.revision).values_list("hits", flat=True).first() or []
        return any(hit["check"] != "premoderation" and not hit.get("failed") for hit in found)

    def may_be_edited(self) -> bool:
        """Return whether its author may still mend it, as far as the comment alone says: nobody may have replied."""
        recent = timezone.now() - self.created_at < COMMENT_EDIT_WINDOW
        return recent and self.status in {Status.PENDING, Status.PUBLISHED}

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

    def publish(self, *, by: User, last_report: int | None = None, batch: UUID | None = None) -> Decision:
        """Show a pending or hidden comment. Reports later than `last_report`, the last one read, stay open."""
        return self._decide(Verb.PUBLISH, by, last_report=last_report, batch=batch)

    def keep(self, *, by: User, last_report: int | None = None, batch: UUID | None = None) -> Decision:
        """Leave a reported or flagged comment as it is: this answers the reports up to `last_report`, the last read."""
        if not (self.flagged or self.reports.unanswered().exists()):
            raise MoveNotAllowed(_("Nobody reports this comment."))
        return self._decide(Verb.KEEP, by, last_report=last_report, batch=batch)

    def hide(self, *, by: User, explanation: str, **grounds: Unpack[Grounds]) -> Decision:
        """Withhold a shown comment while it is examined."""
        return self._decide(Verb.HIDE, by, explanation=explanation, **grounds)

    def refuse(self, *, by: User, explanation: str, **grounds: Unpack[Grounds]) -> Decision:
        """Never show a pending comment."""
        return self._decide(Verb.REFUSE, by, explanation=explanation, **grounds)

    def remove(self, *, by: User, explanation: str, **grounds: Unpack[Grounds]) -> Decision:
        """Take down a comment that was shown."""
        return self._decide(Verb.REMOVE, by, explanation=explanation, **grounds)

    def restore(self, *, by: User, explanation: str) -> Decision:
        """Put back a refused or removed comment, which its decider cannot do; the reason is compulsory."""
        if by.pk == self._decider():
            raise MoveNotAllowed(_("Somebody else than who decided must put this comment back."))
        return self._decide(Verb.RESTORE, by, explanation=explanation)

    def withdraw(self, *, by: User, connection: Connection | None = None) -> Decision:
        """Take down one's own comment, over the connection that asked for it."""
        if by.pk != self.author_id:
            raise MoveNotAllowed(_("Only its author may withdraw a comment."))
        with transaction.atomic():
            decision = self._move(Status.WITHDRAWN, by=by, role=Role.AUTHOR)
            ConnectionRecord.objects.keep(self, ConnectionRecord.Act.WITHDRAWN, connection)
        return decision

    def erase(self, *, by: User) -> Decision:
        """Leave no word of it, in any of its revisions: its author closes the account. Its place stays.

        Under a legal hold the revisions keep their texts, for the desk alone, and lose them once it is over.
        """
        if by.pk != self.author_id:
            raise MoveNotAllowed(_("Only its author may erase a comment."))
        with transaction.atomic():
            decision = self._move(Status.ERASED, by=by, role=Role.AUTHOR, body="")
            self.revisions.erased_and_free(timezone.now()).erase()
        return decision

    def judge_again(
        self, to: str, *, by: User, explanation: str, reverses: Decision, **grounds: Unpack[Grounds]
    ) -> Decision:
        """Show it, take it down, or leave it on other grounds: `by`, who heard the appeal, reverses the decision."""
        return self._move(to, by=by, role=Role.REVIEWER, explanation=explanation, reverses=reverses, **grounds)

    def undo(self, decision: Decision, *, by: User) -> Decision:
        """Take back one's own decision, the last one, within seconds: all is as it was, and nobody was told yet.

        Raises MoveNotAllowed when it is not theirs or too late, StaleMove when something happened since.
        """
        if not decision.may_be_undone_by(by):
            raise MoveNotAllowed(_("This decision can no longer be taken back."))
        if self.decisions.filter(pk__gt=decision.pk).exists():
            raise self.stale(-1)
        with transaction.atomic():
            decision.reports.update(decision=None)
            flagged = self.revisions.flagged_before(decision).exists()
            return self._move(decision.was, by=by, role=Role.UNDOING, reverses=decision, flagged=flagged)

    def move_by_machine(self, to: Status, **statement: Any) -> Decision:
        """Take it from its readers without a person: held or refused by the intake, or hidden after reports.

        The author of what is refused or hidden is owed a `rule` and an `explanation`, like anybody. What is hidden was
        picked out by its readers, who reported it: the machine only counted them.
        """
        reported = to == Status.HIDDEN
        statement.setdefault("source", Decision.Source.REPORT if reported else Decision.Source.OWN)
        statement.setdefault("automated_detection", not reported)
        statement["automated_decision"] = Decision.Automated.FULLY
        return self._move(to, by=None, role=Role.MACHINE, **statement)

    def as_it_stands(self) -> CommentQuerySet:
        """Return its row, if it still is what this one says it is."""
        return type(self).objects.filter(pk=self.pk, status=self.status, revision=self.revision, moves=self.moves)

    def stale(self, moves: int) -> StaleMove:
        """Return the error that says what became, meanwhile, of the comment that was moved `moves` times."""
        fresh = type(self).objects.get(pk=self.pk)
        last = fresh.decisions.select_related("decided_by").order_by("id").last()
        return StaleMove(fresh.status, str(last.decided_by or "") if last and fresh.moves != moves else "")

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

    def _move(
        self,
        to: str,
        *,
        by: User | None,
        role: Role,
        body: str | None = None,
        flagged: bool = False,
        **statement: Any,
    ) -> Decision:
        """Move the comment: compare and set, one decision, the discussion's version, the notice; all or nothing."""
        was, moves = self.status, self.moves
        if role not in TRANSITIONS.get((was, to), frozenset()):
            raise self._not_allowed()
        now = timezone.now()
        changed = {"status": to, "moves": moves + 1, "flagged": flagged}
        changed["published_at"] = self._published_at(to, now, statement)
        if body is not None:
            changed["body"] = body
        with transaction.atomic():
            if to in DOWN or was in DOWN:
                # Its author is weighed again below. Author first, then comment: as the intake takes them.
                strikes.lock(self.author_id)
            if not self.as_it_stands().update(**changed):
                raise self.stale(moves)
            decision = Decision.objects.of_comment(self, now=to, by=by, role=role, at=now, **statement)
            Discussion.objects.bump(self.article_id)
            if to in DOWN:
                Discussion.objects.heat_if_needed(self.article_id)
            Proposal.objects.follow(decision)
        for name, value in changed.items():
            setattr(self, name, value)
        return decision

    def _published_at(self, to: str, now: datetime, statement: dict[str, Any]) -> datetime | None:
        """Return since when it counts as published: not at all where the first publication is taken back."""
        if to == Status.PUBLISHED:
            return self.published_at or now
        undone = statement.get("reverses")
        never_shown = undone and to != Status.REMOVED and undone.decided_at == self.published_at
        return None if never_shown else self.published_at

    def _decider(self) -> int | None:
        """Return who made it what it is: not who took back, seconds later, a decision that is as if it had not been."""
        standing = self.decisions.counting().filter(now=self.status)
        return standing.order_by("id").values_list("decided_by", flat=True).last()

    def _not_allowed(self) -> MoveNotAllowed:
        return MoveNotAllowed(_("A comment that is %(was)s cannot become that.") % {"was": Status(self.status).label})
