"""The words of a decision: the statement of reasons that its member is owed (DSA 17(3))."""

from typing import TypedDict
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.category import Category
from comments.models.charter import Rule
from comments.models.transitions import Status

EXPLANATION_MAX_LENGTH = 2000
# As long as the EU transparency database takes it.
LEGAL_GROUND_MAX_LENGTH = 500


def validate_words(explanation: str) -> None:
    """Refuse an explanation without one letter or digit."""
    if not any(character.isalnum() for character in explanation):
        raise ValidationError(_("Say in words why: who is concerned reads it."))


class Grounds(TypedDict, total=False):
    """On what a moderator takes a text from its readers: a `rule`, or the `ground` law with its own words and category.

    `source` says that an authority ordered it, `none_owed` why no e-mail goes out; both are seldom given. Decisions
    made at one stroke share a `batch`.
    """

    rule: Rule | None
    ground: str
    legal_ground: str
    category: str
    source: str
    none_owed: str
    batch: UUID | None


class Statement(models.Model):
    """What was restricted and for how long, on what ground and why, on whose word and by whom or what."""

    class Restriction(models.TextChoices):
        """What was restricted, in the terms of the EU transparency database."""

        REMOVED = "content_removed", _("the text was taken down")
        DISABLED = "content_disabled", _("the text is not shown")
        PRIOR_REVIEW = "prior_review", _("texts wait for a moderator before they are shown")
        SUSPENDED = "partial_suspension", _("reacting is suspended")
        TERMINATED = "partial_termination", _("reacting is no longer possible")

        @classmethod
        def of_status(cls, status: str) -> str:
            """Return what a comment's status restricts, empty for nothing."""
            if status in {Status.HIDDEN, Status.REFUSED}:
                return cls.DISABLED
            return cls.REMOVED if status == Status.REMOVED else ""

    class NoneOwed(models.TextChoices):
        """Why no statement of reasons is sent (DSA 17(2), (5)); the page of contributions tells all the same."""

        SPAM = "spam", _("deceptive commercial content in high volume")
        NO_CONTACT = "no-contact", _("no address is known")
        ORDER = "order", _("an authority ordered it, and silence about it")

    class Ground(models.TextChoices):
        CHARTER = "charter", _("the charter")
        LAW = "law", _("the law")

    class Source(models.TextChoices):
        OWN = "own", _("own initiative")
        REPORT = "report", _("a report")
        ORDER = "order", _("an order of an authority")

    class Automated(models.TextChoices):
        NO = "no", _("no")
        PARTLY = "partly", _("partly")
        FULLY = "fully", _("fully")

    restriction = models.CharField(_("restriction"), max_length=20, choices=Restriction, blank=True)
    starts_at = models.DateTimeField(_("starts"), default=timezone.now)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    ground = models.CharField(_("ground"), max_length=7, choices=Ground, blank=True)
    charter_rule = models.ForeignKey(
        Rule, verbose_name=_("rule"), null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    legal_ground = models.CharField(_("legal ground"), max_length=LEGAL_GROUND_MAX_LENGTH, blank=True)
    explanation = models.TextField(_("explanation"), max_length=EXPLANATION_MAX_LENGTH, blank=True)
    facts = models.TextField(_("facts"), blank=True)
    category = models.CharField(_("category"), max_length=50, choices=Category, blank=True)
    source = models.CharField(_("source"), max_length=6, choices=Source, default=Source.OWN)
    automated_detection = models.BooleanField(_("detected by a machine"), default=False)
    automated_decision = models.CharField(
        _("decided by a machine"), max_length=6, choices=Automated, default=Automated.NO
    )
    none_owed = models.CharField(_("no statement owed"), max_length=10, choices=NoneOwed, blank=True)

    class Meta:
        abstract = True

    def settle_ground(self) -> None:
        """Complete the ground of a restriction; raise ValidationError naming the field that is missing.

        A rule of the charter brings its category; the law has its name and a category of its own.
        """
        if self.charter_rule_id and not self.ground:
            self.ground = self.Ground.CHARTER
        if not self.restriction:
            return
        if not self.ground:
            raise ValidationError({"charter_rule": _("Name the rule of the charter that was broken.")})
        if self.charter_rule and self.ground == self.Ground.CHARTER:
            self.category = self.category or self.charter_rule.category
        if self.ground == self.Ground.LAW and self.category in {"", Category.OTHER_VIOLATION_TC}:
            raise ValidationError({"category": _("Choose what it is under the law.")})
