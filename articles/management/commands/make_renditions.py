"""`make_renditions`: what is done to a picture at its upload, for those that were there before it was done."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from articles.models import Picture
from newsroom.lib import images


class Command(BaseCommand):
    help = (
        "Remove what the files of pictures still tell of place and camera, and make the renditions that pictures lack, "
        "the latest first. Run again, it goes on where it was stopped."
    )

    @no_translations
    def handle(self, **options: Any) -> None:
        pictures = Picture.objects.order_by("-pk")
        total, failed = pictures.count(), 0
        for number, picture in enumerate(pictures.iterator(), start=1):
            try:
                stripped = picture.strip()
                made = picture.make_renditions()
            except images.BROKEN as error:
                failed += 1
                self.stderr.write(f"{number}/{total} picture {picture.pk}: {picture.image} cannot be read: {error}")
            else:
                told = ", place and camera removed" if stripped else ""
                self.stdout.write(f"{number}/{total} picture {picture.pk}: {made or 'none'} made{told}")
        if failed:
            raise CommandError(f"{failed} of {total} pictures could not be read: see above.")
