"""The files in which a picture is shown: smaller, in formats that weigh less, or cropped around its focal point."""

from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from newsroom.lib import renditions

if TYPE_CHECKING:
    from articles.models.picture import Picture


def path_of(rendition: "Rendition", filename: str) -> str:
    """Return where a rendition's file is kept: beside its picture, whose name nobody guesses.

    What shows says itself in the name, so that a file made twice is one file, and another crop another.
    """
    picture = rendition.picture
    around = f"-{rendition.crop.replace(':', 'x')}-{picture.focal_x}-{picture.focal_y}" if rendition.crop else ""
    return f"{PurePath(str(picture.image)).with_suffix('')}-{rendition.width}{around}.{rendition.format}"


class RenditionQuerySet(models.QuerySet["Rendition"]):
    """Makes renditions, and lets them go."""

    def make_missing(self, picture: "Picture") -> int:
        """Make the renditions that the picture lacks; return how many. Safe to run twice, at the same time too."""
        known = set(self.filter(picture=picture).values_list("crop", "width", "format"))
        every = renditions.wanted(picture.width, picture.height)
        missing = [one for one in every if (one.crop, one.width, one.format) not in known]
        if not missing:
            return 0
        with picture.image.open() as file:
            image = renditions.opened(file)
        return sum(self._keep(picture, one, renditions.made(image, one, picture.focus)) for one in missing)

    def let_go(self) -> None:
        """Remove the renditions, and their files once that is certain."""
        for rendition in self:
            transaction.on_commit(partial(rendition.file.storage.delete, str(rendition.file)))
        self.delete()

    def _keep(self, picture: "Picture", one: renditions.Wanted, content: bytes) -> bool:
        """Keep a rendition; return whether it still had to be: the picture is the same, and nobody else was quicker."""
        rendition = Rendition(picture=picture, crop=one.crop, width=one.width, height=one.height, format=one.format)
        name = path_of(rendition, "")
        storage = rendition.file.storage
        # What a worker left here that was killed before it could say so.
        storage.delete(name)
        rendition.file.name = storage.save(name, ContentFile(content))
        try:
            with transaction.atomic():
                if not picture.is_as_read():
                    storage.delete(rendition.file.name)
                    return False
                rendition.save()
        except IntegrityError:
            # Another worker was quicker: the file of that name is theirs.
            if rendition.file.name != name:
                storage.delete(rendition.file.name)
            return False
        return True


class Rendition(models.Model):
    """One file made of a picture."""

    class Format(models.TextChoices):
        AVIF = "avif", "AVIF"
        WEBP = "webp", "WebP"
        JPEG = "jpeg", "JPEG"

    picture = models.ForeignKey(
        "articles.Picture",
        verbose_name=_("picture"),
        on_delete=models.CASCADE,
        related_name="renditions",
        db_index=False,
    )
    crop = models.CharField(_("crop"), max_length=4, blank=True, help_text=_("Its ratio; empty, the whole picture."))
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    format = models.CharField(_("format"), max_length=4, choices=Format)
    file = models.FileField(_("file"), upload_to=path_of, max_length=200)

    objects = RenditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        ordering = ("crop", "format", "width")
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("picture", "crop", "width", "format"), name="rendition_once"),)

    def __str__(self) -> str:
        return f"{self.crop} {self.width} × {self.height} {self.format}".strip()

    @property
    def url(self) -> str:
        """Where the file is served."""
        return self.file.url
