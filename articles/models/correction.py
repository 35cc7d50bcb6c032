"""A correction: what was wrong in an article and what is right, dated, for the readers who read it wrong."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article

CORRECTION_MAX_LENGTH = 2000


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """Finds corrections by what a reader may see."""

    def published(self) -> "CorrectionQuerySet":
        """Return those of the articles that readers see."""
        return self.filter(article__in=Article.objects.published())

    def for_list(self) -> "CorrectionQuerySet":
        """Return them with what a list says of their articles; no body is read."""
        rows = self.select_related("article__section").defer("article__body").order_by("-corrected_at", "-id")
        return rows.fetch_mode(models.FETCH_RAISE)


class Correction(models.Model):
    """One correction. It is written once and stays, like the article it mends: `Article.correct` publishes it."""

    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.PROTECT, related_name="corrections", editable=False
    )
    text = models.TextField(
        _("what was wrong, and what is right"),
        max_length=CORRECTION_MAX_LENGTH,
        validators=[MaxLengthValidator(CORRECTION_MAX_LENGTH)],
        help_text=_("Plain text."),
    )
    corrected_at = models.DateTimeField(_("corrected"), editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ("-corrected_at", "-id")
        default_permissions = ("add",)
        indexes = (models.Index(fields=("-corrected_at", "-id"), name="correction_latest"),)

    def __str__(self) -> str:
        return self.text
