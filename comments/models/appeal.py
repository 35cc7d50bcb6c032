"""An appeal: the member concerned, or who reported, asks that somebody else judge again (DSA 20)."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import appeal_notices, text
from comments.models import reversal
from comments.models.decision import Decision
from comments.models.legal_hold import LegalHold
from comments.models.report import Report
from comments.models.statement import EXPLANATION_MAX_LENGTH, validate_words
from comments.models.transitions import MoveNotAllowed, Status
from newsroom.subscribers.models import User

APPEAL_MAX_LENGTH = text.COMMENT_MAX_LENGTH
REVIEW = "comments.review_appeal"


class StaleAppeal(Exception):
    """Somebody else decided the appeal first; its words say who, for the desk."""


class AppealQuerySet(models.QuerySet["Appeal"]):
    """Finds appeals, and takes them in."""

    def waiting(self) -> Self:
        """Return the appeals that nobody decided, the oldest first."""
        return self.filter(outcome="").order_by("submitted_at", "id")

    def of_who_left(self, now: datetime) -> Self:
        """Return the answered appeals of those who closed their account, that still say what they wrote."""
        as_author = models.Q(report=None, decision__member__closed_at__lt=now)
        left = self.filter(as_author | models.Q(report__reporter__closed_at__lt=now), decided_at__lt=now)
        return left.exclude(words="").exclude(LegalHold.objects.keeping(now, "decision__comment"))

    def forget_words(self) -> int:
        """Blank what was written in these appeals; return how many."""
        return self.update(words="")

    def against(self, decision: Decision, report: Report | None = None) -> "Appeal | None":
        """Return the appeal of the member concerned, or of who made the report, if there is one."""
        return self.filter(decision=decision, report=report).first()

    def submit(
        self, decision: Decision, *, words: str, report: Report | None = None, by: User | None = None
    ) -> "Appeal":
        """Store the appeal of the member concerned, or of who made the report; the first one, where it was sent twice.

        `by` is who is signed in. Raises ValidationError for words that cannot be kept, MoveNotAllowed for who has no
        part in it, for a decision that cannot be contested, and when it is too late.
        """
        check_is_theirs(decision, report, by)
        found = self.against(decision, report)
        if found is not None:
            return found
        if not may_be_contested(decision, report):
            raise MoveNotAllowed(_("This decision can no longer be contested here."))
        sent = {
            "words": text.cleaned(words, APPEAL_MAX_LENGTH),
            "decider_id": decision.decided_by_id,
            "submitted_by": by,
        }
        with transaction.atomic():
            # Two clicks at once: the database keeps one, and both find it.
            appeal, is_new = self.get_or_create(decision=decision, report=report, defaults=sent)
            if is_new:
                appeal_notices.deliver_arrival.enqueue(appeal.pk)
        return appeal


class Appeal(models.Model):
    """One appeal. What was submitted stays as it is; what was answered is added once."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("upheld")
        PARTLY_REVERSED = "partly_reversed", _("partly reversed")
        REVERSED = "reversed", _("reversed")
        INADMISSIBLE = "inadmissible", _("inadmissible")

    REVERSING = (Outcome.PARTLY_REVERSED, Outcome.REVERSED)

    puid = models.UUIDField(_("reference"), unique=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(
        Decision, verbose_name=_("decision"), on_delete=models.PROTECT, related_name="appeals", db_index=False
    )
    # Set where the answer to a report is contested.
    report = models.ForeignKey(
        Report, verbose_name=_("report"), null=True, blank=True, on_delete=models.PROTECT, related_name="appeals"
    )
    words = models.TextField(_("in your words"), max_length=APPEAL_MAX_LENGTH)
    submitted_at = models.DateTimeField(_("received"), default=timezone.now)
    # Who was signed in; nobody has to be.
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Who took the decision, beside who judges it again: the database compares the two.
    decider = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    outcome = models.CharField(_("outcome"), max_length=15, choices=Outcome, blank=True)
    reasons = models.TextField(_("reasons"), max_length=EXPLANATION_MAX_LENGTH, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    notified_at = models.DateTimeField(_("notified"), null=True, blank=True)
    reversal = models.ForeignKey(
        Decision,
        verbose_name=_("decision that reverses"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ("-id",)
        default_permissions = ("view",)
        permissions = (("review_appeal", _("Can hear appeals")),)
        indexes = (
            models.Index(fields=("submitted_at", "id"), condition=models.Q(outcome=""), name="appeal_waiting"),
            models.Index(fields=("submitted_at",), name="appeal_submitted"),
            models.Index(fields=("decided_at",), name="appeal_decided"),
            models.Index(fields=("-id",), condition=~models.Q(outcome=""), name="appeal_heard"),
        )
        constraints = (
            models.UniqueConstraint(fields=("decision",), condition=models.Q(report=None), name="appeal_once"),
            models.UniqueConstraint(fields=("decision", "report"), name="appeal_once_a_report"),
            models.CheckConstraint(
                condition=models.Q(reviewer=None) | models.Q(decider=None) | ~models.Q(reviewer=models.F("decider")),
                name="appeal_heard_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", reasons="", reviewer=None, decided_at=None, reversal=None)
                | (
                    ~models.Q(outcome="")
                    & ~models.Q(reasons="")
                    & models.Q(reviewer__isnull=False, decided_at__isnull=False)
                ),
                name="appeal_outcome_is_whole",
            ),
            models.CheckConstraint(condition=LessThanOrEqual(Length("words"), APPEAL_MAX_LENGTH), name="appeal_length"),
        )

    def __str__(self) -> str:
        return str(self.puid)

    @property
    def is_decided(self) -> bool:
        """Whether it has its answer."""
        return bool(self.outcome)

    @property
    def mail_address(self) -> str:
        """Where its answer is sent; empty for who reported without an address: the page alone tells them."""
        return self.report.mail_address if self.report else self.decision.member.mail_address

    def conflict_of(self, person: User) -> str:
        """Return what keeps the person from hearing it, in words; empty for nothing."""
        if not person.has_perm(REVIEW):
            return str(_("You may not hear appeals."))
        if person.pk in {self.decider_id, self.decision.decided_by_id}:
            return str(_("You took this decision: somebody else hears the appeal."))
        if person.pk in self._concerned():
            return str(_("You have a part in this: somebody else hears the appeal."))
        return ""

    def who_may_hear(self) -> models.QuerySet[User]:
        """Return who of the staff may hear it: neither who decided nor anybody with a part in it."""
        able = User.objects.filter(pk__in=ModelBackend().with_perm(REVIEW), is_staff=True)
        return able.exclude(pk__in={self.decider_id or 0, *self._concerned()})

    def others_who_may_hear(self, person: User) -> models.QuerySet[User]:
        """Return who else than the person may hear it."""
        return self.who_may_hear().exclude(pk=person.pk)

    def decide(self, *, by: User, outcome: str, reasons: str, **measure: Any) -> None:
        """Answer the appeal, for good: all that follows from it, or nothing; who appealed is told.

        `measure` says what takes the decision's place: see `reversal`. Raises MoveNotAllowed for who may not hear it,
        StaleAppeal when somebody answered first, ValidationError for an answer without reasons or without its measure.
        """
        if conflict := self.conflict_of(by):
            raise MoveNotAllowed(conflict)
        validate_words(reasons)
        answer = {
            "outcome": self.Outcome(outcome),
            "reasons": reasons.strip(),
            "reviewer": by,
            "decided_at": timezone.now(),
        }
        with transaction.atomic():
            if not type(self).objects.filter(pk=self.pk, outcome="").update(**answer):
                raise self.stale()
            for name, value in answer.items():
                setattr(self, name, value)
            if self.outcome in self.REVERSING:
                self._reverse(measure)
            appeal_notices.deliver_answer.enqueue(self.pk)

    def announce(self) -> None:
        """Tell who may hear it that it waits, unless somebody was quicker."""
        if not self.is_decided:
            appeal_notices.send_arrival(self, list(self.who_may_hear().order_by("pk")))

    def deliver(self) -> None:
        """Tell who appealed, once, where there is an address."""
        if self.is_decided and self.notified_at is None and self.mail_address:
            appeal_notices.send(self)
            # After the sending: a worker killed in between sends twice, which beats not at all.
            self.notified_at = timezone.now()
            self.save(update_fields=["notified_at"])

    def _reverse(self, measure: dict[str, Any]) -> None:
        of_report, of_comment = self.report_id is not None, self.decision.comment_id is not None
        reverse = ROADS.get((str(self.outcome), of_report, of_comment))
        if reverse is None:
            raise ValidationError({"outcome": _("This decision is upheld or reversed as a whole.")})
        self.reversal = reverse(self.decision, by=self.reviewer, reasons=self.reasons, **measure)
        self.save(update_fields=["reversal"])

    def _concerned(self) -> set[int | None]:
        """Return who has a part in it: the member, who reported, who submitted it."""
        reporters = self.decision.reports.values_list("reporter", flat=True)
        return {self.decision.member_id, self.submitted_by_id, *reporters} - {None}

    def stale(self) -> StaleAppeal:
        """Return the error that says who answered first."""
        first = type(self).objects.select_related("reviewer").get(pk=self.pk)
        return StaleAppeal(
            _("Meanwhile %(who)s decided this appeal: %(outcome)s. Nothing was changed by you.")
            % {"who": first.reviewer, "outcome": first.get_outcome_display()}
        )


# By outcome, whether it is a report's, whether it is about a comment: what is done.
ROADS: dict[tuple[str, bool, bool], Callable[..., Decision]] = {
    (Appeal.Outcome.REVERSED, False, True): reversal.of_comment,
    (Appeal.Outcome.PARTLY_REVERSED, False, True): reversal.of_comment_in_part,
    (Appeal.Outcome.REVERSED, True, True): reversal.of_answer,
    (Appeal.Outcome.REVERSED, False, False): reversal.of_sanction,
    (Appeal.Outcome.PARTLY_REVERSED, False, False): reversal.of_sanction_in_part,
}


def check_is_theirs(decision: Decision, report: Report | None, by: User | None) -> None:
    """Refuse somebody signed in who is not the one whose appeal it would be: a moderator, say, for a friend."""
    if report is not None and report.decision_id != decision.pk:
        raise MoveNotAllowed(_("This decision did not answer that report."))
    theirs = report.reporter_id if report else decision.member_id
    if by is not None and theirs not in {None, by.pk}:
        raise MoveNotAllowed(_("This link belongs to another member; sign out to use it."))


def may_be_contested(decision: Decision, report: Report | None = None) -> bool:
    """Return whether the member concerned, or who made the report, may still appeal."""
    return is_contestable(decision, report) and not is_too_late(decision)


def is_too_late(decision: Decision) -> bool:
    """Return whether the last day is over on which it could be contested: that day counts whole."""
    return decision.appeal_deadline is None or timezone.localdate() > timezone.localdate(decision.appeal_deadline)


def is_contestable(decision: Decision, report: Report | None = None) -> bool:
    """Return whether the decision took something from the member, or kept what was reported; and still counts."""
    against = (
        decision.now == Status.PUBLISHED if report else bool(decision.restriction or hasattr(decision, "sanction"))
    )
    return against and not decision.is_reversed
