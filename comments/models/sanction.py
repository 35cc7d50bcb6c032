"""A sanction: a dated row that says what a member may no longer do, and the decision behind it."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.charter import Rule
from comments.models.decision import Decision
from comments.models.record import Record
from comments.models.transitions import MoveNotAllowed, Role
from newsroom.subscribers.models import User


class SanctionQuerySet(models.QuerySet["Sanction"]):
    """Finds sanctions by the clock, and imposes them."""

    def in_force(self, now: datetime | None = None) -> Self:
        """Return those in force at `now`, the gravest first. Nothing has to expire them."""
        now = now or timezone.now()
        running = models.Q(ends_at=None) | models.Q(ends_at__gt=now)
        gravity = models.Case(
            *(models.When(level=level, then=rank) for rank, level in enumerate(Sanction.GRAVEST_FIRST)),
            output_field=models.IntegerField(),
        )
        return self.filter(running, starts_at__lte=now, lifted_at=None).order_by(gravity, "-id")

    def impose(
        self,
        member: User,
        *,
        level: str,
        by: User,
        rule: Rule,
        explanation: str,
        ends_at: datetime | None = None,
    ) -> "Sanction":
        """Sanction a member from now on, until `ends_at` (None: for good); the member is told why.

        Raises ValidationError naming the field that is wrong, MoveNotAllowed for who may not.
        """
        if not by.has_perm("comments.impose_sanction"):
            raise MoveNotAllowed(_("You may not sanction members."))
        if by.pk == member.pk:
            raise MoveNotAllowed(_("Nobody sanctions themselves."))
        with transaction.atomic():
            # One at a time for each member: the second of two chiefs finds what the first decided.
            User.objects.select_for_update().get(pk=member.pk)
            now = timezone.now()
            sanction = self.model(member=member, level=level, starts_at=now, ends_at=ends_at)
            sanction.full_clean(exclude=["decision"])
            sanction.decision = Decision(
                member=member, restriction=Sanction.RESTRICTIONS[sanction.level], starts_at=now, ends_at=ends_at,
                charter_rule=rule, explanation=explanation, facts=_facts(member), role=Role.CHIEF, decided_by=by,
                decided_at=now,
            )  # fmt: skip
            sanction.decision.file()
            sanction.save(force_insert=True)
        return sanction


class Sanction(models.Model):
    """One sanction of one member. Reading stays open and paid for."""

    class Level(models.TextChoices):
        PREMODERATION = "premoderation", _("premoderation")
        SUSPENSION = "suspension", _("suspension")
        BAN = "ban", _("ban")

    GRAVEST_FIRST = (Level.BAN, Level.SUSPENSION, Level.PREMODERATION)
    RESTRICTIONS: ClassVar[dict[str, str]] = {
        Level.PREMODERATION: Decision.Restriction.PRIOR_REVIEW,
        Level.SUSPENSION: Decision.Restriction.SUSPENDED,
        Level.BAN: Decision.Restriction.TERMINATED,
    }

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
        permissions = (("impose_sanction", _("Can impose and lift sanctions")),)
        indexes = (models.Index(fields=("member", "-id"), name="sanction_member"),)
        constraints = (
            models.UniqueConstraint(
                fields=("member", "level"),
                condition=models.Q(lifted_at=None, ends_at=None),
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
        return str(Decision.Restriction(self.RESTRICTIONS[self.level]).label)

    def is_in_force(self, now: datetime | None = None) -> bool:
        """Return whether it holds at `now`."""
        now = now or timezone.now()
        return self.lifted_at is None and self.starts_at <= now and (self.ends_at is None or self.ends_at > now)

    def covers(self, other: "Sanction") -> bool:
        """Return whether the other sanction would take nothing that this one does not take, for as long."""
        lasts = self.ends_at is None or (other.ends_at is not None and other.ends_at <= self.ends_at)
        return self.level == self.Level.BAN or (self.level == other.level and lasts)

    def lift(self, *, by: User, explanation: str, reverses: Decision | None = None) -> Decision:
        """End the sanction now; the member is told why. Raises ValidationError when it is over already.

        `reverses` is the decision behind it, where `by` heard an appeal and reverses it.
        """
        if reverses is None and not by.has_perm("comments.impose_sanction"):
            raise MoveNotAllowed(_("You may not lift sanctions."))
        if by.pk == self.member_id:
            raise MoveNotAllowed(_("Nobody lifts a sanction of their own."))
        now = timezone.now()
        lifting = Decision(
            member_id=self.member_id, starts_at=now, explanation=explanation, decided_by=by, decided_at=now,
            role=Role.REVIEWER if reverses else Role.CHIEF, reverses=reverses,
        )  # fmt: skip
        with transaction.atomic():
            lifting.file()
            running = type(self).objects.in_force(now).filter(pk=self.pk)
            if not running.order_by().update(lifted_at=now, lifting=lifting):
                raise ValidationError(_("This sanction is over already."))
        self.lifted_at, self.lifting = now, lifting
        return lifting


def _facts(member: User) -> str:
    record = Record.of(member)
    return _("Comments written: %(written)d. Refused or taken down: %(against)d.") % {
        "written": record.written,
        "against": record.against_charter,
    }
