"""A sanction: a dated row that says what a member may no longer do, and the decision behind it."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.decision import Decision
from comments.models.transitions import MoveNotAllowed, Role

if TYPE_CHECKING:
    from comments.models.charter import Rule
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
        member: "User",
        *,
        level: str,
        by: "User",
        rule: "Rule",
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
        now = timezone.now()
        decision = Decision(
            member=member, restriction=Sanction.RESTRICTIONS[Sanction.Level(level)], starts_at=now, ends_at=ends_at,
            charter_rule=rule, explanation=explanation, role=Role.CHIEF, decided_by=by, decided_at=now,
        )  # fmt: skip
        sanction = self.model(member=member, level=level, starts_at=now, ends_at=ends_at, decision=decision)
        with transaction.atomic():
            sanction.full_clean(exclude=["decision"])
            decision.file()
            sanction.decision = decision
            sanction.save(force_insert=True)
        return sanction


class Sanction(models.Model):
    """One sanction of one member. Reading stays open and paid for."""

    class Level(models.TextChoices):
        PREMODERATION = "premoderation", _("premoderation")
        SUSPENSION = "suspension", _("suspension")
        BAN = "ban", _("ban")

    GRAVEST_FIRST = (Level.BAN, Level.SUSPENSION, Level.PREMODERATION)
    RESTRICTIONS = {
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
    lifted_at = models.DateTimeField(_("lifted"), null=True, editable=False)

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
        )

    def __str__(self) -> str:
        return f"{self.member}: {self.get_level_display()}"

    def lift(self, *, by: "User", explanation: str) -> None:
        """End the sanction now; the member is told. Raises ValidationError when it was lifted already."""
        if not by.has_perm("comments.impose_sanction"):
            raise MoveNotAllowed(_("You may not lift sanctions."))
        now = timezone.now()
        with transaction.atomic():
            if not type(self).objects.filter(pk=self.pk, lifted_at=None).update(lifted_at=now):
                raise ValidationError(_("This sanction was lifted already."))
            self.lifted_at = now
            lifting = Decision(
                member_id=self.member_id, starts_at=now, explanation=explanation, role=Role.CHIEF, decided_by=by,
                decided_at=now,
            )  # fmt: skip
            lifting.file()
