"""A decision: the append-only row behind each move and each sanction, and the statement of reasons (DSA 17)."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import notices
from comments.models.statement import Statement, validate_words
from comments.models.transitions import DOWN, MODERATORS, Role, Status
from newsroom.lib.dates import months_later

if TYPE_CHECKING:
    from comments.models.comment import Comment
    from newsroom.subscribers.models import User

# Ten seconds to see the slip, and what it takes for the click to arrive; nobody is told before.
UNDO_WINDOW = timedelta(seconds=15)
# Many at one stroke: more to look at, and more to regret.
BATCH_UNDO_WINDOW = timedelta(minutes=10)
# Calendar months in which a decision may be contested (DSA 20(1)).
APPEAL_MONTHS = 6
# Rows that the caller holds: the database checks that they exist, once.
REFERENCES = ("comment", "member", "charter_rule", "decided_by")
# Who judges a comment answers what was said against it.
ANSWERING = MODERATORS | {Role.REVIEWER}
# By its author: nothing is left to judge, and who reported it is told so.
GONE = frozenset({Status.WITHDRAWN, Status.ERASED})
RESTORES = frozenset({Status.HIDDEN, Status.REFUSED, Status.REMOVED})

STATED_WITH = (
    "comment__article__section",
    "member",
    "charter_rule__charter",
    "reverses",
    "reversed_by",
    "sanction__lifting",
    "lifts__decision",
)


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Writes decisions, and never changes one."""

    def counting(self) -> Self:
        """Return those that nobody took back, without what took others back: these never happened."""
        return self.filter(reversed_by=None).exclude(role=Role.UNDOING)

    def of_comment(
        self,
        comment: "Comment",
        *,
        now: str,
        by: "User | None",
        role: Role,
        at: datetime,
        last_report: int | None = None,
        **statement: Any,
    ) -> "Decision":
        """Record a move of a comment to `now`, answer the open reports and queue the author's notice.

        A moderator who read the reports up to `last_report` answers those; without it, all of them.
        """
        judged = role in ANSWERING
        reports = comment.reports.unanswered() if judged or now in GONE else comment.reports.none()
        if last_report is not None:
            reports = reports.filter(pk__lte=last_report)
        reported = judged and reports.exists()
        statement.setdefault("source", self.model.Source.REPORT if reported else self.model.Source.OWN)
        # To take a decision back imposes nothing new: what stood before stands again, under its own decision.
        restriction = "" if role == Role.UNDOING else self.model.Restriction.of_status(now)
        if restriction and by:
            statement.setdefault("automated_detection", comment.is_picked_out())
        decision = self.model(
            comment=comment, member_id=comment.author_id, revision=comment.revision, was=comment.status, now=now,
            restriction=restriction, starts_at=at, role=role, decided_by=by,
            decided_at=at, charter_rule=statement.pop("rule", None), **statement,
        )  # fmt: skip
        decision.file()
        reports.answer(decision)
        return decision

    def told(self) -> Self:
        """Return the decisions that their member reads.

        What they did themselves they know; what was taken back at once never happened; and a report that came to
        nothing changed nothing.
        """
        rows = self.exclude(role__in=(Role.AUTHOR, Role.UNDOING))
        rows = rows.filter(models.Q(reversed_by=None) | ~models.Q(reversed_by__role=Role.UNDOING))
        return rows.filter(models.Q(comment=None) | ~models.Q(now=models.F("was")) | ~models.Q(restriction=""))

    def whole(self) -> Self:
        """Return the decisions with all that a statement of reasons says, in one query."""
        return self.select_related(*STATED_WITH).defer("comment__article__body").fetch_mode(models.FETCH_RAISE)

    def restricting(self) -> Self:
        """Return the decisions that keep something from somebody."""
        return self.exclude(restriction="")


class Decision(Statement):
    """One decision on a comment or on a member. Written once; only its notice's date is added."""

    puid = models.UUIDField(_("public identifier"), unique=True, default=uuid.uuid4, editable=False)
    comment = models.ForeignKey(
        "comments.Comment",
        verbose_name=_("comment"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member"),
        on_delete=models.PROTECT,
        related_name="decisions_received",
        db_index=False,
    )
    revision = models.PositiveIntegerField(_("revision"), null=True, blank=True)
    was = models.CharField(_("was"), max_length=9, choices=Status, blank=True)
    now = models.CharField(_("now"), max_length=9, choices=Status, blank=True)
    role = models.CharField(_("role"), max_length=9, choices=Role)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided"), default=timezone.now)
    notified_at = models.DateTimeField(_("notified"), null=True, blank=True)
    # Shared by the decisions that one stroke made.
    batch = models.UUIDField(null=True, blank=True, editable=False)
    # The last moment to contest it; moved when the member was told late.
    appeal_deadline = models.DateTimeField(_("may be contested until"), null=True, blank=True, editable=False)
    reverses = models.OneToOneField(
        "self",
        verbose_name=_("decision that it reverses"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reversed_by",
        editable=False,
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("-id",)
        default_permissions = ("view",)
        indexes = (
            models.Index(fields=("batch",), condition=models.Q(batch__isnull=False), name="decision_batch"),
            models.Index(fields=("member", "-id"), name="decision_member"),
            models.Index(fields=("member", "decided_at"), name="decision_member_decided"),
            # A year's report, and the statements of a year, look at that year alone.
            models.Index(fields=("decided_at",), name="decision_decided"),
            # A filter of the desk: of a restriction that is rare, all decisions would be read for one page.
            models.Index(fields=("restriction", "-id"), name="decision_restriction"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(restriction="") | (~models.Q(explanation="") & ~models.Q(ground="")),
                name="decision_restriction_is_reasoned",
            ),
            models.CheckConstraint(
                condition=(models.Q(ground="charter") & models.Q(charter_rule__isnull=False))
                | (models.Q(ground="law") & ~models.Q(legal_ground=""))
                | models.Q(ground=""),
                name="decision_ground_is_named",
            ),
            models.CheckConstraint(
                condition=models.Q(restriction="") | ~models.Q(category=""), name="decision_restriction_has_category"
            ),
            models.CheckConstraint(
                condition=models.Q(comment=None, now="") | (models.Q(comment__isnull=False) & ~models.Q(now="")),
                name="decision_on_comment_or_member",
            ),
        )

    def __str__(self) -> str:
        return str(self.puid)

    def get_absolute_url(self) -> str:
        return reverse("decision", args=[self.puid])

    @property
    def restores(self) -> bool:
        """Whether it gives back what an earlier decision took."""
        return self.was in RESTORES and self.now == Status.PUBLISHED

    @property
    def is_told(self) -> bool:
        """Whether the member is told by e-mail: of what was taken, and of what was given back."""
        if self.none_owed or self.role in {Role.AUTHOR, Role.UNDOING}:
            return False
        return bool(self.restriction or self.restores or not self.comment_id)

    @property
    def is_mailed(self) -> bool:
        """Whether it has a message of its own: what an appeal gave back is told by the answer to the appeal."""
        return self.is_told and bool(self.restriction or self.role != Role.REVIEWER)

    @property
    def is_to_be_told(self) -> bool:
        """Whether the e-mail about it is still to leave."""
        return self.is_mailed and self.notified_at is None and self._stands()

    @property
    def judged_text(self) -> str:
        """The text that was judged, whatever the comment says now; empty for a decision on a member."""
        if self.comment is None or self.revision is None:
            return ""
        revision = self.comment.revisions.filter(number=self.revision).first()
        return revision.body if revision else self.comment.body

    @property
    def is_reversed(self) -> bool:
        """Whether a later decision took it back: on appeal, or because it was a slip."""
        return hasattr(self, "reversed_by")

    @property
    def undo_window(self) -> timedelta:
        """How long it can be taken back, during which nobody is told."""
        return BATCH_UNDO_WINDOW if self.batch else UNDO_WINDOW

    def may_be_undone_by(self, person: "User") -> bool:
        """Return whether the person may still take it back: it is theirs, on a comment, and recent."""
        recent = timezone.now() - self.decided_at <= self.undo_window
        by_hand = self.role in MODERATORS and self.decided_by_id == person.pk
        return bool(recent and by_hand and self.comment_id and not self.is_reversed)

    def file(self) -> None:
        """Store the decision and queue its notice; raise ValidationError for one without its reasons."""
        self.explanation = self.explanation.strip()
        self.settle_ground()
        if self._reasons_are_owed():
            validate_words(self.explanation)
        if self.role != Role.AUTHOR:
            self.appeal_deadline = months_later(self.decided_at, APPEAL_MONTHS)
        if self.is_told and not self._may_be_written_to():
            self.none_owed = self.NoneOwed.NO_CONTACT
        self.clean_fields(exclude=REFERENCES)
        try:
            with transaction.atomic():
                self.save(force_insert=True)
        except IntegrityError:
            # To ask the database about each beforehand, while nobody else may write, took twelve queries.
            self.validate_constraints()
            raise
        if self.is_mailed:
            by_hand = self.role in MODERATORS
            due_at = self.decided_at + self.undo_window if by_hand else None
            notices.deliver_decision.using(run_after=due_at).enqueue(self.pk)

    def deliver(self) -> None:
        """Tell the member, unless they were told or something later took this decision's place."""
        if self.notified_at is None and self._stands() and self._may_be_written_to():
            # Six months from the day it is told, as the message says.
            self.appeal_deadline = months_later(timezone.now(), APPEAL_MONTHS)
            notices.send(self)
            # After the sending: a worker killed in between sends twice, which beats not at all.
            self.notified_at = timezone.now()
            self.save(update_fields=["notified_at", "appeal_deadline"])

    def _reasons_are_owed(self) -> bool:
        """Return whether words are compulsory: for what is taken, for what is put back, and for all about a member."""
        put_back = self.was in DOWN and self.now == Status.PUBLISHED
        if self.role in {Role.AUTHOR, Role.UNDOING}:
            return False
        return bool(self.restriction or self.comment_id is None or put_back)

    def _may_be_written_to(self) -> bool:
        """Return whether the member has an address, and an account that is open."""
        return bool(self.member.email and self.member.is_active)

    def _stands(self) -> bool:
        """Return whether the comment still is what this made it, or the sanction was not lifted."""
        if self.is_reversed:
            return False
        if self.comment is not None:
            later = self.comment.decisions.counting().filter(pk__gt=self.pk)
            return not later.exclude(now=self.now).exists()
        sanction = getattr(self, "sanction", None)
        return sanction is None or sanction.lifted_at is None
