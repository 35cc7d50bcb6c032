"""The form of a picture: its file is taken for what its bytes are, and mended where that can be done."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from articles.models import Picture
from newsroom.lib import images

FAULTS = {
    images.Fault.SIZE: _("This file is larger than %(megabytes)s MB: export it smaller."),
    images.Fault.PIXELS: _("This picture has more than %(millions)s million pixels: export it smaller."),
    images.Fault.DRAWING: _("This file is an SVG drawing, which may hold a script: export it as PNG."),
    images.Fault.FORMAT: _(
        "This file is not a JPEG, PNG or WebP picture that can be read, whatever its name says: export it as JPEG."
    ),
    images.Fault.INCOMPLETE: _("A part of this file is missing or damaged: take it from its source again."),
    images.Fault.SMALL: _("This picture has fewer than %(side)s pixels on a side: look for a larger one."),
}
MENDS = {
    images.Mend.TURNED: _("The picture was turned upright, as the camera noted."),
    images.Mend.COLOURS: _(
        "The picture was made for print (CMYK): its colours were converted for screens. Look at them."
    ),
    images.Mend.FIRST_FRAME: _("The picture was animated: its first image was kept."),
}
LIMITS = {
    "megabytes": images.MAX_BYTES // 1_000_000,
    "millions": images.MAX_PIXELS // 1_000_000,
    "side": images.MIN_SIDE,
}
# Search engines show no smaller one large (Google, « Article structured data »).
LARGE_WIDTH = 1200


class PictureForm(forms.ModelForm[Picture]):
    """Takes a picture; `notes` says what was done to its file, once the form is valid."""

    class Meta:
        model = Picture
        fields = ("image", "alt_text", "decorative", "caption", "credit", "focal_x", "focal_y")
        # The library's own field says no more of a file than that it is no image, and before we have looked.
        field_classes = {"image": forms.FileField}
        widgets = {
            # There is nothing to clear: a file that is kept stays.
            "image": forms.FileInput,
            "alt_text": forms.Textarea(attrs={"rows": 2, "cols": 80}),
            "caption": forms.Textarea(attrs={"rows": 2, "cols": 80}),
            "credit": forms.TextInput(attrs={"size": 60}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.notes: list[str] = []
        self._prepared: images.Prepared | None = None
        if "image" in self.fields:
            self.fields["image"].widget.attrs["accept"] = "image/jpeg,image/png,image/webp"
        for name in ("focal_x", "focal_y"):
            if name in self.fields:
                # A middle that nobody moved needs not be typed.
                self.fields[name].required = False
                self.fields[name].widget.attrs |= {"min": 0, "max": 100, "data-focus": name}

    def clean_image(self) -> Any:
        """Refuse what is no picture, or too much of one; keep no more of the file than what it shows."""
        image = self.cleaned_data["image"]
        if not isinstance(image, UploadedFile):
            return image
        try:
            prepared = images.prepared(image)
            if min(prepared.size) < images.MIN_SIDE:
                raise images.ImageError(images.Fault.SMALL)
        except images.ImageError as error:
            raise ValidationError(FAULTS[error.fault], error.fault.name, LIMITS) from error
        self._prepared = prepared
        return ContentFile(prepared.content, name=f"picture{prepared.suffix}")

    def clean_focal_x(self) -> int:
        """Leave the middle to who types nothing."""
        return self._or_middle("focal_x")

    def clean_focal_y(self) -> int:
        """Leave the middle to who types nothing."""
        return self._or_middle("focal_y")

    def clean(self) -> dict[str, Any]:
        """Fill in the credit that the file bears, and say what was done."""
        cleaned = super().clean() or self.cleaned_data
        if self._prepared:
            self.notes = [str(MENDS[mend]) for mend in self._prepared.mends]
            if self._prepared.size[0] < LARGE_WIDTH:
                words = _("The picture is %(width)s pixels wide: search engines show large only those of %(large)s.")
                self.notes.append(words % {"width": self._prepared.size[0], "large": LARGE_WIDTH})
            if self._prepared.credit and not cleaned.get("credit"):
                cleaned["credit"] = self._prepared.credit
                self.notes.append(_("The credit was read from the file: %(credit)s") % {"credit": cleaned["credit"]})
        return cleaned

    def _or_middle(self, name: str) -> int:
        value = self.cleaned_data[name]
        return 50 if value is None else int(value)
