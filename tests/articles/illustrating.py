"""Make pictures for articles."""

from io import BytesIO
from typing import Any

from django.core.files import File
from PIL import Image

from articles.models import Picture


def picture(width: int = 16, height: int = 9, **fields: Any) -> Picture:
    """Return a picture with its file in the storage; decorative unless it has an alt text."""
    file = BytesIO()
    Image.new("RGB", (width, height)).save(file, "PNG")
    file.seek(0)
    fields.setdefault("decorative", not fields.get("alt_text"))
    return Picture.objects.create(image=File(file, "picture.png"), **fields)
