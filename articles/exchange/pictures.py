"""Pictures of an import: their files go to the storage, and leave it again when the import fails."""

from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from articles import body
from articles.exchange.check import Checked, LocalPicture
from articles.models import Article, Picture, Source
from articles.models.picture import unguessable_path
from articles.ninjs import STAND_IN, Incoming, IncomingPicture
from newsroom.lib import images

type Words = dict[str, str | bool | int]


class Pictures:
    """The pictures that one import keeps."""

    def __init__(self) -> None:
        self._kept: list[str] = []

    def keep(self, local: LocalPicture, picture: IncomingPicture) -> Picture:
        """Return the picture with its file in the storage as we keep files; the credit it bears stands in for none.

        It is a new one, unless the paper has that very file under the name that the item gives it.
        """
        with local.path.open("rb") as file:
            prepared = images.prepared(file)
        path = unguessable_path(Picture(), f"picture{prepared.suffix}")
        if picture.name:
            named = f"{PurePosixPath(path).parent}/{picture.name}{prepared.suffix}"
            here = Picture.objects.filter(image=named).first()
            if here and _content(here) == prepared.content:
                return here
            path = path if here else named
        name = default_storage.save(path, ContentFile(prepared.content))
        self._kept.append(name)
        kept = Picture(image=name, **{"credit": prepared.credit, **_words(picture)})
        kept.keep(by=None)
        return kept

    def illustrate(self, checked: Checked, item: Incoming) -> tuple[str, list[Picture]]:
        """Return the body of the item with the pictures that it shows, and these, in their order."""
        kept = [self.keep(checked.pictures[one.path], one) for one in item.pictures]
        named = {f"{STAND_IN}{place}": body.reference(picture) for place, picture in enumerate(kept)}
        return body.renamed(item.body, named), kept

    def discard(self) -> None:
        """Take the files back: their rows were never written."""
        for name in self._kept:
            default_storage.delete(name)


def renew(pictures: Pictures, checked: Checked, known: Article, before: Source | None) -> tuple[Picture | None, bool]:
    """Bring the picture of a known article up to date; return the one that came with it, and whether it is changed.

    An editor's own choice of a lead picture stays.
    """
    came = before.picture if before else None
    item = checked.item
    if known.lead_picture_id != (came.pk if came else None) or not isinstance(item, Incoming):
        return came, False
    if checked.picture is None or item.picture is None:
        known.lead_picture = None
    elif came is None or before is None or before.picture_digest != checked.picture.digest:
        known.lead_picture = pictures.keep(checked.picture, item.picture)
    else:
        return came, reword(came, item.picture)
    return known.lead_picture, known.lead_picture != came


def reword(kept: Picture, picture: IncomingPicture) -> bool:
    """Give a picture the words of the item; return whether it had others."""
    changed = {name: value for name, value in _words(picture).items() if getattr(kept, name) != value}
    for name, value in changed.items():
        setattr(kept, name, value)
    if changed:
        kept.revise(by=None, fields=set(changed))
    return bool(changed)


def _words(picture: IncomingPicture) -> Words:
    """Return what the item says of its picture; of who made it and its focal point, only where it says that."""
    words: Words = {
        "alt_text": picture.alt_text,
        "decorative": not picture.alt_text,
        "caption": picture.caption,
    }
    if picture.focus:
        words |= {"focal_x": picture.focus[0], "focal_y": picture.focus[1]}
    return words | ({"credit": picture.credit} if picture.credit else {})


def _content(picture: Picture) -> bytes | None:
    """Return the bytes of a picture's file; None where it is lost."""
    try:
        with picture.image.open() as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None
