"""A picture with its words: alt text for who does not see it, caption, credit; and the point that no crop may lose."""

import secrets
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.validators import FileExtensionValidator, MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles import picture_errands
from articles.models.rendition import Rendition
from newsroom.audit.models import Entry
from newsroom.lib import bare_pictures, images

if TYPE_CHECKING:
    from newsroom.subscribers.models import User

FORMATS = ("jpg", "jpeg", "png", "webp")
# The formats that a page offers before JPEG, which every browser reads.
LIGHTER = {Rendition.Format.AVIF: "image/avif", Rendition.Format.WEBP: "image/webp"}
# Where a page names one file alone, for the browsers that choose among none.
PLAIN_WIDTH = 960
FOCUS_FIELDS = frozenset({"focal_x", "focal_y"})
# A style sheet knows the focus in tenths.
FOCUS_STEP = 10


def unguessable_path(picture: "Picture", filename: str) -> str:
    """Return where a picture's file is kept: a name nobody guesses before its article is published."""
    return f"pictures/{secrets.token_urlsafe(12)}{PurePath(filename).suffix.lower()}"


@dataclass(frozen=True, slots=True)
class Source:
    """What a page offers a browser in one format: each file with its width."""

    type: str
    srcset: str


class Picture(models.Model):
    """One picture of the paper."""

    image = models.ImageField(
        _("image"),
        upload_to=unguessable_path,
        width_field="width",
        height_field="height",
        validators=[FileExtensionValidator(FORMATS)],
        help_text=_(
            "JPEG, PNG or WebP, of 50 MB and 50 million pixels at most. It is turned upright, and what the file tells "
            "of place and camera is removed."
        ),
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
    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("Left empty, it is read from the file, if that says it.")
    )
    focal_x = models.PositiveSmallIntegerField(
        _("focal point, from the left"), default=50, validators=[MaxValueValidator(100)], help_text=_("In percent.")
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point, from the top"), default=50, validators=[MaxValueValidator(100)], help_text=_("In percent.")
    )

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ("-id",)
        indexes = (models.Index(fields=("image",), name="picture_file"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(decorative=True, alt_text="")
                | (models.Q(decorative=False) & ~models.Q(alt_text="")),
                name="picture_alt_text_or_decorative",
                violation_error_message=_("Write an alt text, or tick “decorative” and leave it empty."),
            ),
            models.CheckConstraint(
                condition=models.Q(focal_x__lte=100, focal_y__lte=100),
                name="picture_focus_inside",
                violation_error_message=_("The focal point stands inside the picture: write 0 to 100 percent."),
            ),
        )

    def __str__(self) -> str:
        return self.caption or self.alt_text or str(self.image)

    @property
    def focus(self) -> tuple[int, int]:
        """The point that no crop may lose, in percent from the left and the top."""
        return (self.focal_x, self.focal_y)

    @property
    def focus_steps(self) -> tuple[int, int] | None:
        """The focal point in tenths, for the style sheet; None in the middle, where it says nothing."""
        steps = (round(self.focal_x / FOCUS_STEP), round(self.focal_y / FOCUS_STEP))
        return None if steps == (5, 5) else steps

    def crop(self, ratio: str) -> Rendition | None:
        """Return the crop of that ratio (“16:9”, “4:3”, “1:1”) with its url, width and height; None until it is made.

        Prefetch `renditions`, and it asks nothing of the database.
        """
        return next((one for one in self.renditions.all() if one.crop == ratio), None)

    @property
    def sources(self) -> list[Source]:
        """What a page offers before JPEG: AVIF, then WebP; empty until they are made."""
        every = ((LIGHTER[form], self._srcset(form)) for form in LIGHTER)
        return [Source(media_type, srcset) for media_type, srcset in every if srcset]

    @property
    def srcset(self) -> str:
        """The same as JPEG."""
        return self._srcset(Rendition.Format.JPEG)

    @property
    def src(self) -> str:
        """The address of the picture for a browser that chooses among none: the original until a rendition is made."""
        found = [one for one in self._whole(Rendition.Format.JPEG) if one.width <= PLAIN_WIDTH]
        return found[-1].url if found else self.image.url

    @property
    def thumbnail(self) -> str:
        """The address of the smallest file: for lists of the desk."""
        found = self._whole(Rendition.Format.JPEG)
        return found[0].url if found else self.image.url

    def is_as_read(self) -> bool:
        """Return whether the picture is still there with the same focal point; inside a transaction, it stays so."""
        same = Picture.objects.select_for_update().filter(pk=self.pk, focal_x=self.focal_x, focal_y=self.focal_y)
        return same.first() is not None

    def keep(self, *, by: "User | None") -> None:
        """Store a new picture, and have its renditions made."""
        with Entry.objects.recorded(actor=by, action="picture.create", subject=self):
            self.save()
            picture_errands.make_renditions.enqueue(self.pk)

    def revise(self, *, by: "User | None", fields: set[str]) -> None:
        """Store the named fields; another focal point has the crops made anew, and nothing else."""
        with Entry.objects.recorded(actor=by, action="picture.revise", subject=self, fields=sorted(fields)):
            self.save(update_fields=fields)
            if fields & FOCUS_FIELDS:
                self.renditions.exclude(crop="").let_go()
                picture_errands.make_renditions.enqueue(self.pk)

    def strip(self) -> bool:
        """Write the file anew without what it tells of place and camera; return whether it told anything.

        Of its author it says what an empty credit lacks. Turned upright, it has renditions of another shape.
        Raises ImageError for a file that no desk would take.
        """
        with self.image.open() as file:
            content = file.read()
        if bare_pictures.is_bare(content):
            return False
        prepared = images.prepared(BytesIO(content))
        size, self.credit = (self.width, self.height), self.credit or prepared.credit
        with Entry.objects.recorded(actor=None, action="picture.strip", subject=self):
            self.width, self.height = prepared.size
            self.save(update_fields={"width", "height", "credit"})
            if size != prepared.size:
                self.renditions.all().let_go()
            self._write_over(prepared.content)
        return True

    def make_renditions(self) -> int:
        """Make the renditions that the picture lacks; return how many."""
        return Rendition.objects.make_missing(self)

    def _write_over(self, content: bytes) -> None:
        """Put another content into the file, whose name articles hold; interrupted, it leaves a copy beside."""
        name, storage = str(self.image), self.image.storage
        spare = storage.save(f"{name}.new", ContentFile(content))
        storage.delete(name)
        storage.save(name, ContentFile(content))
        storage.delete(spare)

    def _whole(self, form: str) -> list[Rendition]:
        """Return the renditions of the whole picture in a format, the narrowest first."""
        return sorted((one for one in self.renditions.all() if not one.crop and one.format == form), key=_width)

    def _srcset(self, form: str) -> str:
        return ", ".join(f"{one.url} {one.width}w" for one in self._whole(form))


def _width(rendition: Rendition) -> int:
    return rendition.width
