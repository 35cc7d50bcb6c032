"""A contributor signs articles; a byline says who signed one, in which order."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.picture import Picture


class Contributor(models.Model):
    """Who signs: a journalist, a correspondent, an agency; with or without an account."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    role = models.CharField(_("role"), max_length=120, blank=True, help_text=_("“Science editor”, for one."))
    portrait = models.ForeignKey(
        Picture, verbose_name=_("portrait"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    biography = models.TextField(_("biography"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contributor",
    )

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("contributor", args=[self.slug])


class Byline(models.Model):
    """One signature under one article."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="bylines", db_index=False)
    contributor = models.ForeignKey(
        Contributor, verbose_name=_("contributor"), on_delete=models.PROTECT, related_name="bylines"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("byline")
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("article", "contributor"),
                name="byline_signed_once",
                violation_error_message=_("This contributor signs the article already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.contributor)
