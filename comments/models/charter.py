"""The charter of moderation: numbered versions, each with its numbered rules."""

import json
from pathlib import Path
from typing import Self

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

FIRST = Path(__file__).resolve().parent.parent / "charters" / "1.json"


def in_reader_language(french: str, english: str) -> str:
    """Return the text in the language of the request; the French one where the English is missing."""
    return english if (get_language() or "").startswith("en") and english else french


class CharterQuerySet(models.QuerySet["Charter"]):
    """Finds versions of the charter."""

    def current(self) -> "Charter | None":
        """Return the version in force, the last published; None before the first."""
        return self.filter(published_at__lte=timezone.now()).order_by("-version").first()

    def with_rules(self) -> Self:
        """Return the versions with their rules, in two queries."""
        return self.prefetch_related("rules")

    def install_first(self, using: str) -> None:
        """Store the charter the project comes with, where there is none yet; a paper then writes its own versions."""
        charters = self.using(using)
        if charters.exists():
            return
        text = json.loads(FIRST.read_text(encoding="utf-8"))
        rules = text.pop("rules")
        with transaction.atomic(using=using):
            charter = charters.create(**text)
            Rule.objects.using(using).bulk_create(Rule(charter=charter, **rule) for rule in rules)
            # Last: what is published stays as it is.
            charters.filter(pk=charter.pk).update(published_at=timezone.now())


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

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ("charter", "number")
        constraints = (models.UniqueConstraint(fields=("charter", "number"), name="rule_number_unique"),)

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

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
