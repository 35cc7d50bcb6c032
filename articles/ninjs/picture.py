"""The pictures of a news item: where their files are, and their words."""

import re
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from articles.models import Picture
from articles.ninjs.incoming import BadItem, IncomingPicture
from articles.ninjs.lengths import longest, shortened
from articles.ninjs.properties import Properties, in_one_line, with_role

KINDS = ("picture", "graphic")
REMOTE = "picture not brought in: remote"
# How a site like this one names a picture: by the name, which nobody guesses, of the file that it keeps.
NAMED = "urn:newsroom:picture:"
NAME = re.compile(r"[A-Za-z0-9_-]{16,60}")
# Our words for a picture that does not lead.
IN_BODY, PORTRAIT = "body", "portrait"


def lead_picture(item: Properties, headline: str) -> tuple[IncomingPicture | None, tuple[str, ...]]:
    """Return the picture whose file comes with the item, and words on what stays where it is."""
    shown = [one for one in _pictures(item) if one.word("rel") != IN_BODY]
    shown.sort(key=lambda one: not _leads(one))
    remote = False
    for association in shown:
        local, elsewhere = _renditions(association)
        if local:
            return _with_words(association, local, headline), ()
        remote = remote or elsewhere
    return None, (REMOTE,) if remote else ()


def body_pictures(item: Properties) -> tuple[dict[str, IncomingPicture], tuple[str, ...]]:
    """Return the pictures that the body shows, by the address it names each by; and words on what is elsewhere."""
    shown = [(one, *_renditions(one)) for one in _pictures(item) if one.word("rel") == IN_BODY]
    kept = {local.address("href"): _with_words(one, local, "") for one, local, _elsewhere in shown if local}
    return kept, (REMOTE,) if any(elsewhere and not local for _one, local, elsewhere in shown) else ()


def portrait(component: Properties) -> IncomingPicture | None:
    """Return the portrait of a contributor whose file comes with the item."""
    found = ((one, _renditions(one)[0]) for one in _pictures(component) if one.word("rel") == PORTRAIT)
    return next((_with_words(one, local, "") for one, local in found if local), None)


def _pictures(item: Properties) -> list[Properties]:
    return [one for kind in KINDS for one in item.objects("associations") if one.word("type") == kind]


def _renditions(association: Properties) -> tuple[Properties | None, bool]:
    """Return the best rendition whose file is beside the item, None if none is, and whether others are remote."""
    renditions = [one for one in association.objects("renditions") if one.has("href")]
    renditions.sort(key=lambda one: (one.word("name") != "original", -_size(one, "width")))
    local = [one for one in renditions if _path(one)]
    return next(iter(local), None), len(local) < len(renditions)


def _path(rendition: Properties) -> str:
    """Return the path that a relative address means, or nothing for an address of elsewhere."""
    address = urlsplit(rendition.address("href"))
    if address.scheme or address.netloc:
        return ""
    path = unquote(address.path)
    if "\\" in path or path.startswith("/") or ".." in PurePosixPath(path).parts or not path.isprintable():
        raise BadItem(f"{rendition.place}.href", "write a path below the file's own folder, without “..”")
    return path


def _with_words(association: Properties, rendition: Properties, headline: str) -> IncomingPicture:
    name = _name(association)
    descriptions = association.objects("descriptions")
    captions = with_role(descriptions, "caption", "", "text")
    caption = in_one_line(captions[0]) if captions else ""
    alts = with_role(descriptions, "alt")
    alt = in_one_line(alts[0]) if alts else ""
    if not (name or _leads(association)):
        # Our own items say that a picture is decorative by leaving this out; others know nothing of it.
        alt = alt or caption or headline
    return IncomingPicture(
        path=_path(rendition),
        alt_text=shortened(alt, longest(Picture, "alt_text")),
        caption=shortened(caption, longest(Picture, "caption")),
        credit=shortened(association.line("by") or association.line("copyrightholder"), longest(Picture, "credit")),
        focus=_focus(rendition),
        name=name,
    )


def _name(association: Properties) -> str:
    """Return the name of the file of a picture that a site like this one wrote, or nothing."""
    uri = association.line("uri")
    name = uri.removeprefix(NAMED)
    return name if uri.startswith(NAMED) and NAME.fullmatch(name) else ""


def _leads(association: Properties) -> bool:
    return "lead" in {association.word("rel"), association.word("name")}


def _focus(rendition: Properties) -> tuple[int, int] | None:
    """Return the point of interest, which is said in pixels, in percent."""
    width, height = _size(rendition, "width"), _size(rendition, "height")
    if not (width > 0 and height > 0 and rendition.has("poi")):
        return None
    point = Properties.of(rendition.values["poi"], f"{rendition.place}.poi")
    # Upwards, for they were rounded down: of a picture of a hundred pixels or more the same percent comes back.
    x, y = (-(-100 * _size(point, axis) // side) for axis, side in (("x", width), ("y", height)))
    return (int(min(max(x, 0), 100)), int(min(max(y, 0), 100)))


def _size(entry: Properties, name: str) -> float:
    size = entry.values.get(name)
    return size if isinstance(size, int | float) else 0
