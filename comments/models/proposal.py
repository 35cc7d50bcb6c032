"""A proposal: a member reached a step of the ladder; a moderator weighs what that means, and decides."""

from collections import Counter, defaultdict
from datetime import timedelta
from itertools import batched
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from comments.models import ladder, strikes
from comments.models.decision import Decision, DecisionQuerySet
from comments.models.ladder import Answer, LadderStep
from comments.models.level import Figures, Measure
from comments.models.sanction import Sanction
from comments.models.sanctioning import why_not
from comments.models.statement import EXPLANATION_MAX_LENGTH, validate_words
from comments.models.transitions import DOWN, MoveNotAllowed, Role
from newsroom.subscribers.models import User

# Members asked about in one query.
A_BATCH = 1000


class StaleProposal(Exception):
    """Somebody answered the proposal first, or its ground is gone; its words say so, for the desk."""


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Finds proposals, opens them, and withdraws those whose ground is gone."""

    def open(self) -> Self:
        """Return those that nobody answered, the oldest first."""
        return self.filter(state=Proposal.State.OPEN).order_by("id")

    def follow(self, decision: Decision) -> None:
        """Weigh the member again, in the transaction of a decision on a comment: a strike came, or went."""
        if decision.now in DOWN:
            if decision.role == Role.UNDOING:
                self._stand_as_before(decision)
            self.weigh(decision.member_id)
        elif decision.was in DOWN and decision.role != Role.AUTHOR and decision.decided_by:
            Sanction.objects.reconsider(decision.member, by=decision.decided_by, after=decision)

    def weigh(self, member_id: int) -> None:
        """Open a proposal where the member reaches a step beyond what they received; a graver one takes its place."""
        member, now = strikes.lock(member_id), timezone.now()
        steps = list(LadderStep.objects.all())
        if not steps:
            return
        since = now - timedelta(days=max(step.within_days for step in steps))
        found = strikes.counted(strikes.of(member, since=since))
        if len(found) < min(step.contributions for step in steps):
            return
        reached = ladder.due(steps, found, answers([member_id], now)[member_id], now)
        if reached is None:
            return
        step, counted = reached
        standing = self.open().filter(member=member).first()
        if standing is None or step.severity > standing.severity:
            if standing:
                standing.overtake()
            self._open(member, step, counted)

    def reconsider(self, member: User) -> None:
        """Withdraw the member's open proposal when its ground is gone, and see what the strikes that are left reach."""
        standing = self.open().filter(member=member).first()
        if standing and not standing.is_founded():
            standing.overtake()
        self.weigh(member.pk)

    def foreseen(self, steps: list[LadderStep]) -> list[tuple[LadderStep, int]]:
        """Return for how many members each of these steps would propose something, beyond what is proposed already."""
        now = timezone.now()
        since = now - timedelta(days=max((step.within_days for step in steps), default=0))
        rows = strikes.standing().filter(decided_at__gte=since)
        struck: dict[int, list[strikes.Strike]] = defaultdict(list)
        for member_id, pk, comment_id, at in rows.values_list("member", "pk", "comment_id", "decided_at"):
            struck[member_id].append(strikes.Strike(pk, comment_id, at))
        proposed = {proposal.member_id: proposal.severity for proposal in self.open()}
        # By number: no two steps have the same, and none of these is stored.
        counts: Counter[int] = Counter()
        for members in batched(struck, A_BATCH):
            received = answers(list(members), now)
            for member in members:
                reached = ladder.due(steps, struck[member], received[member], now)
                if reached and (member not in proposed or reached[0].severity > proposed[member]):
                    counts[reached[0].contributions] += 1
        return [(step, counts[step.contributions]) for step in steps]

    def _stand_as_before(self, undoing: Decision) -> None:
        """Bring back the sanctions that fell with a restoration that was a slip, not what was proposed instead."""
        if undoing.reverses and undoing.decided_by:
            since = undoing.reverses.decided_at
            if Sanction.objects.stand_again(undoing.member, by=undoing.decided_by, since=since):
                for proposal in self.open().filter(member=undoing.member_id, opened_at__gte=since):
                    proposal.overtake()

    def _open(self, member: User, step: LadderStep, counted: list[strikes.Strike]) -> None:
        now = timezone.now()
        tally = strikes.tallies(member, [step.within_days], now)[0]
        proposal = self.create(
            member=member,
            level=step.level,
            length_days=step.length_days,
            threshold=step.contributions,
            window_days=step.within_days,
            n_against=tally.against,
            n_total=tally.written,
            gravity_note=_rules_broken([strike.decision_id for strike in counted]),
            opened_at=now,
        )
        proposal.strikes.set([strike.decision_id for strike in counted])


class Proposal(Measure, Figures):
    """One proposal of the ladder. Its figures are those of the moment it was opened."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        IMPOSED = "imposed", _("imposed")
        DISMISSED = "dismissed", _("dismissed")
        # A graver step was reached, or what it stood on was reversed.
        SUPERSEDED = "superseded", _("overtaken")

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("member"), on_delete=models.PROTECT, related_name="proposals"
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    threshold = models.PositiveSmallIntegerField(_("stands on at least"))
    gravity_note = models.TextField(_("rules that were broken"), blank=True)
    strikes = models.ManyToManyField(Decision, verbose_name=_("strikes"), related_name="proposals")
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("closed by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.TextField(_("why it was dismissed"), max_length=EXPLANATION_MAX_LENGTH, blank=True)
    sanction = models.ForeignKey(
        Sanction,
        verbose_name=_("sanction"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proposals",
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed sanction")
        verbose_name_plural = _("proposed sanctions")
        ordering = ("-id",)
        default_permissions = ("view",)
        indexes = (models.Index(fields=("id",), condition=models.Q(state="open"), name="proposal_open"),)
        constraints = (
            models.UniqueConstraint(
                fields=("member",), condition=models.Q(state="open"), name="proposal_open_once_a_member"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", closed_at=None, closed_by=None, sanction=None, reason="")
                | models.Q(state="imposed", closed_at__isnull=False, sanction__isnull=False)
                | (models.Q(state="dismissed", closed_at__isnull=False, closed_by__isnull=False) & ~models.Q(reason=""))
                | models.Q(state="superseded", closed_at__isnull=False, sanction=None),
                name="proposal_closing_is_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member}: {self.proposed}"

    def ground(self) -> DecisionQuerySet:
        """Return the decisions that still stand against the comments it was opened for."""
        return strikes.standing().filter(comment__in=self.strikes.values("comment"))

    def is_founded(self) -> bool:
        """Return whether enough of its comments still are against the charter."""
        return self.ground().count() >= self.threshold

    def may_be_answered_by(self, person: User) -> bool:
        """Return whether the person may impose what it proposes, or dismiss it."""
        return self.state == self.State.OPEN and not why_not(person, self.member, self.level)

    def impose(self, sanction: Sanction, *, by: User) -> None:
        """Close it: the sanction gives what it proposed, or more. Called by the sanctioning, which is one at a time."""
        self._close(self.State.IMPOSED, closed_by=by, sanction=sanction)

    def dismiss(self, *, by: User, reason: str) -> None:
        """Close it without a sanction, for a reason: the same strikes propose as much no more."""
        if refusal := why_not(by, self.member, self.level):
            raise MoveNotAllowed(refusal)
        validate_words(reason)
        with transaction.atomic():
            strikes.lock(self.member_id)
            self._close(self.State.DISMISSED, closed_by=by, reason=reason.strip())

    def overtake(self) -> None:
        """Close it because something took its place or its ground."""
        self._close(self.State.SUPERSEDED)

    def reopen(self) -> None:
        """Open it again: the sanction that answered it was a slip. Where another is open by now, that one stands."""
        opened = {"state": self.State.OPEN, "sanction": None, "closed_at": None, "closed_by": None}
        if type(self).objects.open().filter(member=self.member_id).exists():
            opened = {"state": self.State.SUPERSEDED, "sanction": None}
        type(self).objects.filter(pk=self.pk, state=self.State.IMPOSED).update(**opened)

    def _close(self, state: str, **said: Any) -> None:
        """Compare and set: one answer for each proposal."""
        changed = {"state": state, "closed_at": timezone.now(), **said}
        if not type(self).objects.filter(pk=self.pk, state=self.State.OPEN).update(**changed):
            raise StaleProposal(_("Meanwhile this proposal was answered, or its ground is gone. Nothing was changed."))
        for name, value in changed.items():
            setattr(self, name, value)


def answers(members: list[int], now: Any) -> dict[int, list[Answer]]:
    """Return what each member received for their strikes, or was spared: sanctions, and proposals dismissed."""
    found = Sanction.objects.answers(members, now)
    dismissed = Proposal.objects.filter(member__in=members, state=Proposal.State.DISMISSED).prefetch_related("strikes")
    for proposal in dismissed:
        comments = frozenset(strike.comment_id for strike in proposal.strikes.all() if strike.comment_id)
        found[proposal.member_id].append(Answer(proposal.severity, comments))
    return found


def _rules_broken(decisions: list[int]) -> str:
    """Return which rules were broken, and how often, in the paper's language."""
    with translation.override(settings.LANGUAGE_CODE):
        found = Decision.objects.filter(pk__in=decisions).select_related("charter_rule").order_by("id")
        rules = Counter(str(decision.charter_rule or decision.legal_ground) for decision in found)
    return "\n".join(f"{number} × {rule}" for rule, number in rules.most_common())
