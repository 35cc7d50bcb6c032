"""How the paper runs its discussions: one row that a chief moderator edits, and what holds until there is one."""

from datetime import datetime, timedelta
from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Section
from newsroom.audit.models import Entry
from newsroom.lib.prepared import Prepared, given
from newsroom.subscribers.models import User

# The one row's number: the database knows no other.
ONLY = 1
# How many comments of a new member a moderator lets through before the next ones are shown at once.
FIRST_COMMENTS_HELD = 1
# A discussion closes by itself a month after its article, when few come by to see what is said there.
CLOSES_AFTER_DAYS = 30
# Reports, and refusals or removals, within an hour under one article, from which on its comments wait.
HOT_REPORTS = 8
HOT_REFUSALS = 5
HEAT_WINDOW = timedelta(hours=1)
MANY = MaxValueValidator(10_000)
# Each page of an article asks what holds, and each comment.
CURRENT = Prepared(lambda: Policy.objects.filter(pk=ONLY))
PREMODERATED: Prepared[tuple[int]] = Prepared(
    lambda: Policy.objects.filter(pk=ONLY, premoderated_sections=given("section")).values_list("pk")
)


def first_comments_held() -> int:
    """Return how many comments of a new member wait, where nobody decided it."""
    return FIRST_COMMENTS_HELD


class PolicyManager(models.Manager["Policy"]):
    """Finds and rewrites the one row."""

    def current(self) -> "Policy":
        """Return what is in force: the stored row, or one, not stored, that says what holds without it."""
        return CURRENT.first() or self.model()

    def revise(self, *, by: User, **changes: Any) -> "Policy":
        """Put the changes in force, fields by their name, and record what changed.

        `stopped` stops all discussions or lets them go on; `premoderated_sections` are the sections whose texts wait.
        """
        with transaction.atomic():
            self.get_or_create(pk=ONLY)
            policy = self.select_for_update().get(pk=ONLY)
            was = policy.in_words()
            policy.apply(**changes)
            now = policy.in_words()
            changed = {name: [was[name], now[name]] for name in now if now[name] != was[name]}
            if changed:
                self.filter(pk=ONLY).update(version=models.F("version") + 1)
                policy.refresh_from_db(fields=["version"])
                Entry.objects.record(actor=by, action="policy.revise", subject=policy, changed=changed)
        return policy


class Policy(models.Model):
    """The rules that hold under every article."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    first_comments_held = models.PositiveSmallIntegerField(
        _("first comments held"),
        default=first_comments_held,
        validators=[MANY],
        help_text=_("As many comments of a new member wait for a moderator. 0: none."),
    )
    closes_after_days = models.PositiveSmallIntegerField(
        _("days until a discussion closes"),
        default=CLOSES_AFTER_DAYS,
        validators=[MANY],
        help_text=_("From the publication of the article, or since its discussion was last opened by hand. 0: never."),
    )
    hot_reports = models.PositiveSmallIntegerField(
        _("reports within an hour"),
        default=HOT_REPORTS,
        validators=[MANY],
        help_text=_("From this number on under one article, its comments wait for a moderator. 0: never."),
    )
    hot_refusals = models.PositiveSmallIntegerField(
        _("refusals within an hour"),
        default=HOT_REFUSALS,
        validators=[MANY],
        help_text=_("The same, for comments refused or taken down."),
    )
    premoderated_sections = models.ManyToManyField(
        Section,
        verbose_name=_("premoderated sections"),
        related_name="+",
        blank=True,
        help_text=_("Under the articles of these sections, every comment waits for a moderator."),
    )
    stopped_at = models.DateTimeField(_("all discussions stopped"), null=True, blank=True, editable=False)
    stop_message = models.TextField(
        _("what readers are told of the stop"),
        max_length=500,
        blank=True,
        help_text=_("Shown under every article in place of the form, while all discussions are stopped."),
    )

    # How often it was revised: what readers see under any article may be another since (`Discussion.edition`).
    version = models.PositiveBigIntegerField(default=0, editable=False)

    objects = PolicyManager()

    class Meta:
        verbose_name = _("rules of the discussions")
        verbose_name_plural = _("rules of the discussions")
        default_permissions = ("view", "change")
        constraints = (models.CheckConstraint(condition=models.Q(id=ONLY), name="policy_is_one_row"),)

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def is_stored(self) -> bool:
        """Whether somebody decided it, or it is what holds without that."""
        return not self._state.adding

    def premoderates(self, section_id: int) -> bool:
        """Return whether every text under the articles of the section waits."""
        return self.is_stored and bool(PREMODERATED.all(section=section_id))

    def end_of(self, beginning: datetime | None) -> datetime | None:
        """Return when a discussion that began then closes by itself; None for never."""
        if beginning is None or not self.closes_after_days:
            return None
        return beginning + timedelta(days=self.closes_after_days)

    def is_hot(self, *, reports: int, refusals: int) -> bool:
        """Return whether so many within an hour, under one article, are too many."""
        return bool((self.hot_reports and reports >= self.hot_reports) or
                    (self.hot_refusals and refusals >= self.hot_refusals))  # fmt: skip

    def apply(self, *, stopped: bool | None = None, premoderated_sections: Any = None, **changes: Any) -> None:
        """Store the changes; `revise` is how they are made."""
        for name, value in changes.items():
            setattr(self, name, value)
        if stopped is not None and stopped != bool(self.stopped_at):
            self.stopped_at = timezone.now() if stopped else None
        self.save()
        if premoderated_sections is not None:
            self.premoderated_sections.set(premoderated_sections)

    def in_words(self) -> dict[str, Any]:
        """Return what it says, as an audit entry keeps it."""
        said = {
            field.name: getattr(self, field.name)
            for field in self._meta.concrete_fields
            if field.name not in {"id", "version"}
        }
        said["stopped_at"] = self.stopped_at.isoformat() if self.stopped_at else None
        return said | {"premoderated_sections": sorted(self.premoderated_sections.values_list("slug", flat=True))}
