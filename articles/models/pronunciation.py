"""The lexicon of pronunciation: how a word is to be read aloud where the voice reads it wrong."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PronunciationQuerySet(models.QuerySet["Pronunciation"]):
    """Gives the lexicon of a language."""

    def lexicon(self, language: str) -> dict[str, str]:
        """Return what is read for what is written."""
        return dict(self.filter(language=language.partition("-")[0].lower()).values_list("written", "said"))


class Pronunciation(models.Model):
    """A word, or some, and how they are read. « Reims » is read « Rince »."""

    class Language(models.TextChoices):
        FRENCH = "fr", _("French")
        ENGLISH = "en", _("English")

    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.FRENCH)
    written = models.CharField(
        pgettext_lazy("lexicon", "written"),
        max_length=80,
        help_text=_("As it stands in the articles, capitals included."),
    )
    said = models.CharField(
        _("read as"), max_length=200, help_text=_("As it would be spelled if it were read as written.")
    )

    objects = PronunciationQuerySet.as_manager()

    class Meta:
        verbose_name = _("pronunciation")
        verbose_name_plural = _("lexicon of pronunciation")
        ordering = ("language", "written")
        constraints = (models.UniqueConstraint(fields=("language", "written"), name="pronunciation_once"),)

    def __str__(self) -> str:
        return f"{self.written} → {self.said}"

    def clean(self) -> None:
        self.written, self.said = " ".join(self.written.split()), " ".join(self.said.split())
        if not any(sign.isalnum() for sign in self.written):
            raise ValidationError({"written": _("Write a word, or some.")})
