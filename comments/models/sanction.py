"""A sanction: a dated row that says what a member may no longer do, and the decision behind it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comments.models import strikes
from comments.models.decision import UNDO_WINDOW, Decision
from comments.models.level import Figures, Gravity, Level, Severity, severity
from comments.models.sanctioning import RESTRICTIONS, SanctionQuerySet, role_of, why_not
from comments.models.statement import EXPLANATION_MAX_LENGTH
from comments.models.transitions import MoveNotAllowed, Role
from newsroom.subscribers.models import User


class Sanction(Figures):
    """One sanction of one member. Reading stays open and paid for."""

    Level = Level
    RESTRICTIONS = RESTRICTIONS

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member"),
        on_delete=models.PROTECT,
        related_name="sanctions",
        db_index=False,
    )
    level = models.CharField(_("level"), max_length=13, choices=Level)
    starts_at = models.DateTimeField(_("starts"), default=timezone.now)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    decision = models.OneToOneField(
        Decision, verbose_name=_("decision"), on_delete=models.PROTECT, related_name="sanction"
    )
    # What it stands on, and how many of them it takes: the number of the ladder's step, where it answered a proposal.
    strikes = models.ManyToManyField(Decision, verbose_name=_("strikes"), related_name="sanctions_founded", blank=True)
    threshold = models.PositiveSmallIntegerField(_("stands on at least"), null=True, blank=True, editable=False)
    gravity = models.CharField(_("gravity"), max_length=7, choices=Gravity, blank=True)
    prior_warning = models.ForeignKey(
        "self",
        verbose_name=_("warning before it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="followed_by",
        editable=False,
    )
    override_reason = models.TextField(
        _("why no warning came before"), max_length=EXPLANATION_MAX_LENGTH, blank=True, editable=False
    )
    # A warning: when its member said that they read it.
    acknowledged_at = models.DateTimeField(_("read"), null=True, blank=True, editable=False)
    # The decision on a comment after which too little was left for it to stand on.
    fell_with = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="felled", editable=False
    )
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True, editable=False)
    lifting = models.OneToOneField(
        Decision,
        verbose_name=_("decision that lifts it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lifts",
        editable=False,
    )

    objects = SanctionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sanction")
        verbose_name_plural = _("sanctions")
        ordering = ("-id",)
        default_permissions = ("view",)
        permissions = (
            ("impose_sanction", _("Can warn, premoderate and suspend members")),
            ("ban_member", _("Can ban members, and sanction staff")),
        )
        indexes = (
            models.Index(fields=("member", "-id"), name="sanction_member"),
            models.Index(fields=("starts_at",), name="sanction_starts"),
            models.Index(fields=("level", "-id"), name="sanction_level"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("member", "level"),
                condition=models.Q(lifted_at=None, ends_at=None, acknowledged_at=None),
                name="sanction_for_good_once",
                violation_error_message=_("This member is under this sanction already."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gt=models.F("starts_at")),
                name="sanction_ends_after_start",
                violation_error_message=_("A sanction ends after it starts."),
            ),
            models.CheckConstraint(
                condition=~models.Q(level="suspension") | models.Q(ends_at__isnull=False),
                name="sanction_suspension_ends",
                violation_error_message=_("A suspension has an end; for good is a ban."),
            ),
            models.CheckConstraint(
                condition=~models.Q(level="ban") | models.Q(ends_at=None),
                name="sanction_ban_is_for_good",
                violation_error_message=_("A ban has no end; until a date is a suspension."),
            ),
            models.CheckConstraint(
                condition=~models.Q(level="warning") | models.Q(ends_at=None),
                name="sanction_warning_is_read",
                violation_error_message=_("A warning ends when its member has read it: it has no other end."),
            ),
            models.CheckConstraint(
                condition=models.Q(level="warning") | models.Q(acknowledged_at=None),
                name="sanction_only_warnings_are_read",
            ),
            models.CheckConstraint(
                condition=~models.Q(level__in=("suspension", "ban"))
                | models.Q(prior_warning__isnull=False)
                | ~models.Q(override_reason=""),
                name="sanction_after_warning",
                violation_error_message=_("A suspension or a ban needs a warning before it, or the reason why none."),
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at=None, lifting=None)
                | models.Q(lifted_at__isnull=False, lifting__isnull=False),
                name="sanction_lifting_is_dated",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member}: {self.get_level_display()}"

    def clean(self) -> None:
        for held in type(self).objects.in_force(self.starts_at).filter(member=self.member_id):
            if held.covers(self):
                raise ValidationError(
                    _("This member is under this sanction, or a graver one, already: %(sanction)s."),
                    params={"sanction": held.get_level_display()},
                )

    @property
    def effect(self) -> str:
        """What it takes from the member, in words."""
        if self.level == Level.WARNING:
            return gettext("the member reads it before they react again; it restricts nothing else")
        return str(Decision.Restriction(RESTRICTIONS[self.level]).label)

    @property
    def severity(self) -> Severity:
        """How grave it is, and how long it was meant to last."""
        return severity(self.level, self.ends_at - self.starts_at if self.ends_at else None)

    @property
    def waits_to_be_read(self) -> bool:
        """Whether it is a warning that stops its member until they say that they read it."""
        return self.level == Level.WARNING and self.is_in_force()

    def is_in_force(self, now: datetime | None = None) -> bool:
        """Return whether it holds at `now`."""
        now = now or timezone.now()
        is_over = self.lifted_at or self.acknowledged_at or (self.ends_at and self.ends_at <= now)
        return self.starts_at <= now and not is_over

    def covers(self, other: "Sanction") -> bool:
        """Return whether the other sanction would take nothing that this one does not take, for as long."""
        lasts = self.ends_at is None or (other.ends_at is not None and other.ends_at <= self.ends_at)
        return self.level == Level.BAN or (self.level == other.level and lasts)

    def struck(self) -> frozenset[int]:
        """Return the comments it stands on."""
        return frozenset(strike.comment_id for strike in self.strikes.all() if strike.comment_id)

    def is_founded(self) -> bool:
        """Return whether enough of its comments still are against the charter; one, where no step said how many."""
        left = strikes.standing().filter(comment__in=self.struck()).count()
        return left >= (self.threshold or 1)

    def may_be_lifted_by(self, person: User) -> bool:
        """Return whether the person may end it; a warning that was read still counts before a suspension."""
        holds = self.is_in_force() or (self.level == Level.WARNING and self.lifted_at is None)
        return holds and not why_not(person, self.member, self.level)

    def may_be_undone_by(self, person: User) -> bool:
        """Return whether the person may still take it back: theirs, seconds old, told to nobody yet."""
        recent = timezone.now() - self.decision.decided_at <= UNDO_WINDOW
        return bool(recent and self.decision.decided_by_id == person.pk and self.lifted_at is None)

    def acknowledge(self, *, by: User) -> bool:
        """Say that the member read the warning; return whether this call did, False where it was over already."""
        if by.pk != self.member_id or self.level != Level.WARNING:
            raise MoveNotAllowed(_("Only the member who was warned says that they read it."))
        unread = type(self).objects.filter(pk=self.pk, acknowledged_at=None, lifted_at=None)
        return bool(unread.update(acknowledged_at=timezone.now()))

    def lift(self, *, by: User, explanation: str, reverses: Decision | None = None) -> Decision:
        """End the sanction now; the member is told why. Raises ValidationError when it is over already.

        `reverses` is the decision behind it, where `by` heard an appeal and reverses it: it then counts no longer.
        """
        if reverses is None and (refusal := why_not(by, self.member, self.level)):
            raise MoveNotAllowed(refusal)
        if by.pk == self.member_id:
            raise MoveNotAllowed(_("Nobody lifts a sanction of their own."))
        role = Role.REVIEWER if reverses else role_of(by)
        return self._lift(by=by, role=role, explanation=explanation, reverses=reverses)

    def fall(self, *, by: User, after: Decision) -> Decision:
        """Lift it because the decisions it stood on were reversed: nobody has to ask, and `by` reversed them.

        Its own decision is not reversed by that: where the last of those reversals was a slip, it stands again.
        """
        with translation.override(settings.LANGUAGE_CODE):
            why = gettext("Decisions on your comments were reversed: too few are left for this sanction to stand.")
        return self._lift(by=by, role=role_of(by), explanation=why, fell_with=after)

    def stand_again(self, *, by: User) -> bool:
        """Hold as if it had never fallen, unless another covers it by now: what it fell with was a slip of `by`'s."""
        in_force = type(self).objects.in_force().filter(member=self.member_id)
        if self.lifting is None or not self.is_founded() or any(held.covers(self) for held in in_force):
            return False
        now = timezone.now()
        Decision(
            member_id=self.member_id, starts_at=now, decided_by=by, decided_at=now, role=Role.UNDOING,
            reverses=self.lifting,
        ).file()  # fmt: skip
        type(self).objects.filter(pk=self.pk).update(lifted_at=None, lifting=None, fell_with=None)
        return True

    def undo(self, *, by: User) -> Decision:
        """Take back one's own sanction within seconds: a slip of the hand, which nobody was told of yet."""
        if not self.may_be_undone_by(by):
            raise MoveNotAllowed(_("This sanction can no longer be taken back; it can be lifted."))
        with transaction.atomic():
            lifting = self._lift(by=by, role=Role.UNDOING, explanation="", reverses=self.decision)
            for proposal in self.proposals.all():
                proposal.reopen()
        return lifting

    def _lift(self, **said: Any) -> Decision:
        """End it, once: a warning even after it was read, so that it counts no longer before a suspension."""
        now, fell_with = timezone.now(), said.pop("fell_with", None)
        lifting = Decision(member_id=self.member_id, starts_at=now, decided_by=said.pop("by"), decided_at=now, **said)
        with transaction.atomic():
            strikes.lock(self.member_id)
            not_over = models.Q(ends_at=None) | models.Q(ends_at__gt=now)
            held = type(self).objects.filter(not_over, pk=self.pk, lifted_at=None, starts_at__lte=now)
            if not held.exists():
                raise ValidationError(_("This sanction is over already."))
            lifting.file()
            held.update(lifted_at=now, lifting=lifting, fell_with=fell_with)
        self.lifted_at, self.lifting = now, lifting
        return lifting
