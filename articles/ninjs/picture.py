"""The lead picture of a news item: where its file is, and its words."""

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from articles.models import Picture
from articles.ninjs.incoming import BadItem, IncomingPicture
from articles.ninjs.lengths import longest, shortened
from articles.ninjs.properties import Properties, in_one_line, with_role

KINDS = ("picture", "graphic")
REMOTE = "picture not brought in: remote"


def lead_picture(item: Properties, headline: str) -> tuple[IncomingPicture | None, tuple[str, ...]]:
    """Return the picture whose file comes with the item, and words on what stays where it is."""
    shown = [one for kind in KINDS for one in item.objects("associations") if one.word("type") == kind]
    shown.sort(key=lambda one: not _leads(one))
    remote = False
    for association in shown:
        local, elsewhere = _renditions(association)
        if local:
            return _with_words(association, local, headline), ()
        remote = remote or elsewhere
    return None, (REMOTE,) if remote else ()


def _renditions(association: Properties) -> tuple[str, bool]:
    """Return the path of the best file beside the item, empty if there is none, and whether others are remote."""
    renditions = [one for one in association.objects("renditions") if one.has("href")]
    renditions.sort(key=lambda one: (one.word("name") != "original", -_width(one)))
    paths = [_path(one) for one in renditions]
    return next((path for path in paths if path), ""), "" in paths


def _path(rendition: Properties) -> str:
    """Return the path that a relative address means, or nothing for an address of elsewhere."""
    address = urlsplit(rendition.address("href"))
    if address.scheme or address.netloc:
        return ""
    path = unquote(address.path)
    if "\\" in path or path.startswith("/") or ".." in PurePosixPath(path).parts or not path.isprintable():
        raise BadItem(f"{rendition.place}.href", "write a path below the file's own folder, without “..”")
    return path


def _with_words(association: Properties, path: str, headline: str) -> IncomingPicture:
    descriptions = association.objects("descriptions")
    captions = with_role(descriptions, "caption", "", "text")
    caption = in_one_line(captions[0]) if captions else ""
    alts = with_role(descriptions, "alt")
    alt = in_one_line(alts[0]) if alts else ""
    if not _leads(association):
        # Our own items say that a picture is decorative by leaving this out; others know nothing of it.
        alt = alt or caption or headline
    return IncomingPicture(
        path=path,
        alt_text=shortened(alt, longest(Picture, "alt_text")),
        caption=shortened(caption, longest(Picture, "caption")),
        credit=shortened(association.line("by") or association.line("copyrightholder"), longest(Picture, "credit")),
    )


def _leads(association: Properties) -> bool:
    return "lead" in {association.word("rel"), association.word("name")}


def _width(rendition: Properties) -> float:
    width = rendition.values.get("width")
    return width if isinstance(width, int | float) else 0
