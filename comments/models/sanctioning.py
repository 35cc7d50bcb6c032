"""To sanction a member: who may, on what it stands, and what is told; and to lift what no longer stands on anything."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import formats, timezone, translation
from django.utils.translation import gettext_lazy as _

from comments.models import strikes
from comments.models.charter import Rule
from comments.models.decision import Decision
from comments.models.ladder import Answer, LadderStep
from comments.models.level import Level, severity
from comments.models.transitions import MoveNotAllowed, Role
from newsroom.subscribers.models import ClosedAccount, User
from newsroom.subscribers.models.closed_account import mark_of

if TYPE_CHECKING:
    from comments.models.proposal import Proposal
    from comments.models.sanction import Sanction

IMPOSE = "comments.impose_sanction"
BAN = "comments.ban_member"
# The gravest first, by what it takes: a warning stops a member until they have read it, a premoderation stops nobody.
GRAVEST_FIRST = (Level.BAN, Level.SUSPENSION, Level.WARNING, Level.PREMODERATION)
# These come after a warning (DSA 23(1)), or with a reason.
AFTER_WARNING = frozenset({Level.SUSPENSION, Level.BAN})
NEVER_WARNED = _("This member was never warned: say why no warning came first.")
RESTRICTIONS: dict[str, str] = {
    Level.WARNING: "",
    Level.PREMODERATION: Decision.Restriction.PRIOR_REVIEW,
    Level.SUSPENSION: Decision.Restriction.SUSPENDED,
    Level.BAN: Decision.Restriction.TERMINATED,
}


def why_not(by: User, member: User, level: str) -> str:
    """Return what keeps `by` from imposing or lifting this sanction of this member, in words; empty for nothing."""
    if not by.has_perm(IMPOSE):
        return str(_("You may not sanction members."))
    if by.pk == member.pk:
        return str(_("Nobody sanctions themselves, or lifts a sanction of their own."))
    if not by.has_perm(BAN):
        if level == Level.BAN:
            return str(_("Only a chief moderator bans, and lifts a ban."))
        if member.is_staff:
            return str(_("Only a chief moderator sanctions somebody of the staff."))
    return ""


def role_of(person: User) -> Role:
    """Return in which role the person sanctions."""
    return Role.CHIEF if person.has_perm(BAN) else Role.MODERATOR


class SanctionQuerySet(models.QuerySet["Sanction"]):
    """Finds sanctions by the clock, and imposes them."""

    def in_force(self, now: datetime | None = None) -> Self:
        """Return those in force at `now`, the gravest first. Nothing has to expire them."""
        now = now or timezone.now()
        running = models.Q(ends_at=None) | models.Q(ends_at__gt=now)
        gravity = models.Case(
            *(models.When(level=level, then=rank) for rank, level in enumerate(GRAVEST_FIRST)),
            output_field=models.IntegerField(),
        )
        held = self.filter(running, starts_at__lte=now, lifted_at=None, acknowledged_at=None)
        return held.order_by(gravity, "-id")

    def bearing_on(self, member: User) -> Self:
        """Return those of the member, and of an account that was closed with the same address: the person is one."""
        return self.of_person(member.pk, mark_of(member.email))

    def of_person(self, member: int, mark: str) -> Self:
        """Return those of the member of that number, and of the accounts closed with the address of that mark."""
        theirs = User.objects.filter(pk=member).order_by().values("pk")
        former = ClosedAccount.objects.marked().filter(mark=mark).order_by().values("user")
        # One list of keys: PostgreSQL reads the whole table for an OR of two.
        return self.filter(member__in=theirs.union(former, all=True))

    def counting(self) -> Self:
        """Return those that nobody lifted or reversed, over or not."""
        return self.filter(lifted_at=None, decision__reversed_by=None)

    def warnings(self, member: User) -> Self:
        """Return the member's warnings that count, the latest first, read or not."""
        return self.counting().filter(member=member, level=Level.WARNING).order_by("-id")

    def impose(
        self,
        member: User,
        *,
        level: str,
        by: User,
        rule: Rule,
        explanation: str,
        ends_at: datetime | None = None,
        gravity: str = "",
        override_reason: str = "",
        stands_on: Iterable[Decision] | None = None,
    ) -> "Sanction":
        """Sanction a member from now on, until `ends_at` (None: for good); the member is told why.

        It stands on the strikes `stands_on`; without them, on those of the open proposal that it answers, or on all of
        the last year. A suspension and a ban need a warning before them, or an `override_reason`.
        Raises ValidationError naming the field that is wrong, MoveNotAllowed for who may not.
        """
        if refusal := why_not(by, member, level):
            raise MoveNotAllowed(refusal)
        with transaction.atomic():
            # One at a time for each member: the second of two chiefs finds what the first decided.
            strikes.lock(member.pk)
            now = timezone.now()
            sanction = self.model(member=member, level=level, starts_at=now, ends_at=ends_at, gravity=gravity)
            sanction.clean_fields(exclude=["member", "decision", "prior_warning"])
            proposal = member.proposals.open().first()
            answered = proposal if proposal and sanction.severity >= proposal.severity else None
            counted = _weigh(sanction, answered, stands_on)
            _warned_before(sanction, override_reason)
            sanction.full_clean(exclude=["decision"])
            sanction.decision = Decision(
                member=member, restriction=RESTRICTIONS[sanction.level], starts_at=now, ends_at=ends_at,
                charter_rule=rule, explanation=explanation, facts=_facts(sanction), role=role_of(by), decided_by=by,
                decided_at=now,
            )  # fmt: skip
            sanction.decision.file()
            sanction.save(force_insert=True)
            sanction.strikes.set([strike.decision_id for strike in counted])
            if answered:
                answered.impose(sanction, by=by)
        return sanction

    def reconsider(self, member: User, *, by: User, after: Decision) -> "list[Sanction]":
        """Lift what no longer stands: sanctions of which too few strikes are left; return those that were lifted.

        To be called `after` decisions on the member's comments were reversed, in the same transaction; safe to repeat.
        Warnings that were read are among them: they count before a suspension.
        """
        with transaction.atomic():
            strikes.lock(member.pk)
            fallen = [sanction for sanction in self._standing_on_strikes(member) if not sanction.is_founded()]
            for sanction in fallen:
                sanction.fall(by=by, after=after)
            member.proposals.reconsider(member)
        return fallen

    def stand_again(self, member: User, *, by: User, since: datetime) -> "list[Sanction]":
        """Put back in force what fell since then and has its ground again; return those that were.

        To be called in the transaction in which a restoration is taken back, once it is.
        """
        fallen = self.filter(member=member, fell_with__decided_at__gte=since, lifting__reversed_by=None)
        rows = fallen.select_related("lifting").prefetch_related("strikes").order_by("id")
        return [sanction for sanction in rows if sanction.stand_again(by=by)]

    def answers(self, members: Iterable[int], now: datetime) -> dict[int, list[Answer]]:
        """Return what each member received: for the comments it was for, and, while in force, for any other."""
        found: dict[int, list[Answer]] = {pk: [] for pk in members}
        for sanction in self.counting().filter(member__in=found).prefetch_related("strikes"):
            found[sanction.member_id].append(Answer(sanction.severity, sanction.struck()))
            if sanction.is_in_force(now):
                left = sanction.ends_at - now if sanction.ends_at else None
                found[sanction.member_id].append(Answer(severity(sanction.level, left), None))
        return found

    def _standing_on_strikes(self, member: User) -> Self:
        """Return what a reversal may lift: in force, or a warning however old."""
        held = models.Q(pk__in=self.in_force().order_by().values("pk")) | models.Q(level=Level.WARNING)
        founded = self.counting().filter(held, member=member).exclude(strikes=None)
        return founded.select_related("decision", "member").prefetch_related("strikes").distinct()


def _weigh(
    sanction: "Sanction", answered: "Proposal | None", stands_on: Iterable[Decision] | None
) -> list[strikes.Strike]:
    """Freeze the figures in the sanction, and return the strikes it stands on, of those that count today."""
    sanction.window_days = answered.window_days if answered else LadderStep.objects.looks_back()
    tally = strikes.tallies(sanction.member, [sanction.window_days], sanction.starts_at)[0]
    sanction.n_against, sanction.n_total = tally.against, tally.written
    if stands_on is not None:
        ground = strikes.standing().filter(member=sanction.member, pk__in=[decision.pk for decision in stands_on])
    elif answered:
        ground = answered.ground()
    else:
        since = sanction.starts_at - timedelta(days=sanction.window_days)
        ground = strikes.of(sanction.member, since=since)
    counted = strikes.counted(ground)
    if answered and len(counted) >= answered.threshold:
        sanction.threshold = answered.threshold
    return counted


def _warned_before(sanction: "Sanction", override_reason: str) -> None:
    """Name the warning that came before a suspension or a ban; without one, keep the reason why none did."""
    if sanction.level not in AFTER_WARNING:
        return
    sanction.prior_warning = type(sanction).objects.warnings(sanction.member).first()
    if sanction.prior_warning is None:
        sanction.override_reason = override_reason.strip()
        if not any(character.isalnum() for character in sanction.override_reason):
            raise ValidationError({"override_reason": NEVER_WARNED})


def _facts(sanction: "Sanction") -> str:
    """Return the figures and the warning, in the paper's language: the member reads them with the decision."""
    with translation.override(settings.LANGUAGE_CODE):
        said = [
            _("Over the last %(days)d days: comments written, %(written)d; refused or taken down, %(against)d.")
            % {"days": sanction.window_days, "written": sanction.n_total, "against": sanction.n_against}
        ]
        if sanction.gravity:
            said.append(_("Gravity: %(gravity)s.") % {"gravity": sanction.get_gravity_display()})
        if sanction.prior_warning:
            day = formats.date_format(timezone.localdate(sanction.prior_warning.starts_at))
            said.append(_("A warning came before, on %(day)s.") % {"day": day})
        if sanction.override_reason:
            said.append(_("No warning came before: %(reason)s") % {"reason": sanction.override_reason})
        return " ".join(str(words) for words in said)
