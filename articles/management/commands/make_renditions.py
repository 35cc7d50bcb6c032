"""`make_renditions`: the sizes and formats of the pictures that were there before, made now rather than at upload."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from articles.models import Picture
from newsroom.lib import images


class Command(BaseCommand):
    help = "Make the renditions that pictures lack, the latest first. Run again, it goes on where it was stopped."

    @no_translations
    def handle(self, **options: Any) -> None:
        pictures = Picture.objects.order_by("-pk")
        total, failed = pictures.count(), 0
        for number, picture in enumerate(pictures.iterator(), start=1):
            try:
                made = picture.make_renditions()
            except images.BROKEN as error:
                failed += 1
                self.stderr.write(f"{number}/{total} picture {picture.pk}: {picture.image} cannot be read: {error}")
            else:
                self.stdout.write(f"{number}/{total} picture {picture.pk}: {made or 'none'} made")
        if failed:
            raise CommandError(f"{failed} of {total} pictures could not be read: see above.")
