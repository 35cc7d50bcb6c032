"""A section: a part of the paper, and the first word of its articles' addresses."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# The first words of the site's own addresses; a section that took one would hide it.
RESERVED_WORDS = frozenset(
    {
        "accessibility", "account", "accounts", "admin", "appeals", "archive", "audio", "cancellation", "charter",
        "comments", "contributors", "corrections", "discussions", "feed", "health", "language", "legal", "media",
        "payments", "plans", "previews", "privacy", "renunciation", "reports", "search", "sitemap", "static",
        "styleguide", "tags", "terms", "transparency",
    }
)  # fmt: skip


def validate_free_word(slug: str) -> None:
    """Refuse a slug that the site's own addresses use."""
    if slug in RESERVED_WORDS:
        raise ValidationError(_("“%(slug)s” is a word of the site's own addresses."), "reserved", {"slug": slug})


class Section(models.Model):
    """One section of the paper."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("slug"), max_length=80, unique=True, validators=[validate_free_word])
    description = models.TextField(_("description"), blank=True, help_text=_("In a sentence or two, on its page."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ("position", "name")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(slug__in=sorted(RESERVED_WORDS)), name="section_slug_not_reserved"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.slug])
