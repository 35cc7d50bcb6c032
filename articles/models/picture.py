"""A picture with its words: alt text for who does not see it, caption, credit."""

import secrets
from pathlib import PurePath

from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

FORMATS = ("jpg", "jpeg", "png", "webp")


def unguessable_path(picture: "Picture", filename: str) -> str:
    """Return where a picture's file is kept: a name nobody guesses before its article is published."""
    return f"pictures/{secrets.token_urlsafe(12)}{PurePath(filename).suffix.lower()}"


class Picture(models.Model):
    """One picture of the paper."""

    image = models.ImageField(
        _("image"),
        upload_to=unguessable_path,
        width_field="width",
        height_field="height",
        validators=[FileExtensionValidator(FORMATS)],
    )
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    alt_text = models.CharField(
        _("alt text"),
        max_length=500,
        blank=True,
        help_text=_("What the picture shows, for who does not see it."),
    )
    decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("Says nothing that the article does not: no alt text needed."),
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(decorative=True, alt_text="")
                | (models.Q(decorative=False) & ~models.Q(alt_text="")),
                name="picture_alt_text_or_decorative",
                violation_error_message=_("Write an alt text, or tick “decorative” and leave it empty."),
            ),
        )

    def __str__(self) -> str:
        return self.caption or self.alt_text or str(self.image)
