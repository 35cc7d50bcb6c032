"""The charter of moderation: numbered versions, each with its numbered rules."""

import json
from datetime import datetime
from pathlib import Path
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comments.models.category import Category
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User

FIRST = Path(__file__).resolve().parent.parent / "charters" / "1.json"


def in_reader_language(french: str, english: str) -> str:
    """Return the text in the language of the request; the French one where the English is missing."""
    return english if (get_language() or "").startswith("en") and english else french


class CharterQuerySet(models.QuerySet["Charter"]):
    """Finds versions of the charter."""

    def published(self, now: datetime | None = None) -> Self:
        """Return the versions that are or were in force at `now`, the latest first."""
        return self.filter(published_at__lte=now or timezone.now()).order_by("-version")

    def current(self) -> "Charter | None":
        """Return the version in force, the last published; None before the first."""
        return self.published().first()

    def with_rules(self) -> Self:
        """Return the versions with their rules, in two queries."""
        return self.prefetch_related("rules")

    def install_first(self, using: str) -> bool:
        """Store the charter the project comes with, where there is none yet; a paper then writes its own versions.

        Return whether it was stored: the database was new, or emptied.
        """
        charters = self.using(using)
        if charters.exists():
            return False
        text = json.loads(FIRST.read_text(encoding="utf-8"))
        rules = text.pop("rules")
        with transaction.atomic(using=using):
            charter = charters.create(**text)
            Rule.objects.using(using).bulk_create(Rule(charter=charter, **rule) for rule in rules)
            # Last: what is published stays as it is.
            charters.filter(pk=charter.pk).update(published_at=timezone.now())
        return True


class Charter(models.Model):
    """One version of the charter. What was published is never edited: a change is a new version (DSA 14)."""

    version = models.PositiveIntegerField(_("version"), unique=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    introduction_fr = models.TextField(_("introduction (French)"))
    introduction_en = models.TextField(_("introduction (English)"), blank=True)

    objects = CharterQuerySet.as_manager()

    class Meta:
        verbose_name = _("charter")
        verbose_name_plural = _("charters")
        ordering = ("-version",)

    def __str__(self) -> str:
        return _("Charter, version %(version)d") % {"version": self.version}

    def get_absolute_url(self) -> str:
        return reverse("charter-version", args=[self.version])

    @property
    def introduction(self) -> str:
        """The introduction in the language of the request."""
        return in_reader_language(self.introduction_fr, self.introduction_en)

    @property
    def is_draft(self) -> bool:
        """Whether nobody but the desk reads it, and it may still be written."""
        return self.published_at is None

    @property
    def is_current(self) -> bool:
        """Whether it is the version in force."""
        return self == type(self).objects.current()

    def siblings(self) -> "list[Charter]":
        """Return all published versions, the first one first."""
        return list(type(self).objects.published().reverse())

    def draft_next(self, *, by: User) -> "Charter":
        """Return a draft of a new version that says what this one says, to be rewritten."""
        texts = {name: getattr(self, name) for name in ("introduction_fr", "introduction_en")}
        latest = type(self).objects.aggregate(models.Max("version"))["version__max"]
        draft = type(self)(version=latest + 1, **texts)
        with transaction.atomic():
            draft.save(force_insert=True)
            Rule.objects.bulk_create(rule.copied_to(draft) for rule in self.rules.all())
            Entry.objects.record(actor=by, action="charter.draft", subject=draft, source=self.version)
        return draft

    def publish(self, *, by: User) -> None:
        """Put the draft in force, from now on and unchanged for good.

        Raises ValidationError for a version without rules, and for one that was published or overtaken meanwhile.
        """
        if not self.rules.exists():
            raise ValidationError(_("A charter needs at least one rule."))
        now = timezone.now()
        later = type(self).objects.filter(version__gt=self.version, published_at__isnull=False)
        with transaction.atomic():
            draft = type(self).objects.filter(pk=self.pk, published_at=None)
            if later.exists() or not draft.update(published_at=now):
                raise ValidationError(_("This version was published already, or a later one is in force."))
            Entry.objects.record(actor=by, action="charter.publish", subject=self, version=self.version)
        self.published_at = now


class Rule(models.Model):
    """One rule of one version."""

    charter = models.ForeignKey(Charter, verbose_name=_("charter"), on_delete=models.PROTECT, related_name="rules")
    number = models.PositiveSmallIntegerField(_("number"))
    title_fr = models.CharField(_("title (French)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    text_fr = models.TextField(_("text (French)"))
    text_en = models.TextField(_("text (English)"), blank=True)
    # The words a refusal under this rule begins with; the moderator edits them before they are sent.
    explanation_fr = models.TextField(_("explanation (French)"), blank=True)
    explanation_en = models.TextField(_("explanation (English)"), blank=True)
    # What a decision under this rule counts as in the transparency report.
    category = models.CharField(_("category"), max_length=50, choices=Category, default=Category.OTHER_VIOLATION_TC)

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ("charter", "number")
        constraints = (models.UniqueConstraint(fields=("charter", "number"), name="rule_number_unique"),)

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return f"{self.charter.get_absolute_url()}#rule-{self.number}"

    @property
    def title(self) -> str:
        """The title in the language of the request."""
        return in_reader_language(self.title_fr, self.title_en)

    @property
    def text(self) -> str:
        """The text in the language of the request."""
        return in_reader_language(self.text_fr, self.text_en)

    @property
    def explanation(self) -> str:
        """The words a refusal begins with, in the language of the request."""
        return in_reader_language(self.explanation_fr, self.explanation_en)

    def copied_to(self, charter: Charter) -> "Rule":
        """Return a rule, not stored, that says the same in another version."""
        texts = [field.name for field in self._meta.concrete_fields if field.name not in {"id", "charter"}]
        return type(self)(charter=charter, **{name: getattr(self, name) for name in texts})
