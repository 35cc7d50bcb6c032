"""Where an imported article comes from: what its provider sent last, and nothing of what was made of it here."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.picture import Picture


class Source(models.Model):
    """The last version of a news item that was brought in under the article's URI."""

    article = models.OneToOneField("articles.Article", on_delete=models.CASCADE, related_name="source")
    version = models.CharField(_("version"), max_length=100, blank=True)
    version_created = models.DateTimeField(_("version created"), null=True, blank=True)
    # Of the item as it was written, and of its picture's bytes (SHA-256): equal digests, nothing new.
    digest = models.CharField(max_length=64)
    picture_digest = models.CharField(max_length=64, blank=True)
    # The picture that came with it; an editor may have chosen another since.
    picture = models.ForeignKey(Picture, null=True, on_delete=models.SET_NULL, related_name="+")
    imported_at = models.DateTimeField(_("imported"), default=timezone.now)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.article_id} {self.version}"
