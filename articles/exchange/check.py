"""First pass of an import: every item of every file is read and judged before anything is written."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from articles import ninjs
from articles.exchange import files
from articles.exchange.outcome import Kind, Outcome
from articles.models.section import RESERVED_WORDS
from newsroom.lib import images


@dataclass(frozen=True, slots=True)
class LocalPicture:
    """A picture's file, looked into: where it is, the suffix its bytes call for, their digest."""

    path: Path
    suffix: str
    digest: str


@dataclass(frozen=True, slots=True)
class Checked:
    """An item that can be written."""

    place: str
    item: ninjs.Incoming | ninjs.Canceled
    # SHA-256 of the item as it stands in the file, so that a better reader alone changes no article, and of the
    # pictures beside the lead picture.
    digest: str
    picture: LocalPicture | None
    # Those beside the lead picture, by their paths.
    pictures: Mapping[str, LocalPicture]


def check(paths: Iterable[Path], looked: dict[Path, LocalPicture]) -> Iterator[Checked | Outcome]:
    """Give for each item, in order, what can be written of it, or why nothing: no article, or refused.

    `looked` keeps what was seen of each picture's file, for who checks twice. An item is in memory at once.
    """
    first: dict[str, tuple[str, str]] = {}
    for path in paths:
        for one in _checked(path, looked):
            if isinstance(one, Checked):
                place, digest = first.setdefault(one.item.uri, (one.place, one.digest))
                if digest != one.digest:
                    words = f"uri: “{one.item.uri}” stands with another content in {place}; keep one of them"
                    yield Outcome(one.place, Kind.REFUSED, words)
                    continue
            yield one


def _checked(path: Path, looked: dict[Path, LocalPicture]) -> Iterator[Checked | Outcome]:
    for found in files.read(path):
        if isinstance(found, files.FileError):
            yield Outcome(found.place, Kind.REFUSED, found.why)
            continue
        try:
            yield _judged(found, partial(_picture, folder=path.parent, looked=looked))
        except RecursionError:
            yield Outcome(found.place, Kind.REFUSED, "nested too deep")
        except ninjs.BadItem as error:
            yield Outcome(found.place, Kind.REFUSED, str(error))


def _judged(found: files.Found, look: Callable[[ninjs.IncomingPicture], LocalPicture]) -> Checked | Outcome:
    item = ninjs.read(found.value)
    if isinstance(item, ninjs.NotAnArticle):
        return Outcome(found.place, Kind.NOT_AN_ARTICLE, f"not an article: {item.reason}")
    picture, pictures = None, {}
    if isinstance(item, ninjs.Incoming):
        if item.section and item.section.slug in RESERVED_WORDS:
            raise ninjs.BadItem("subjects", f"section “{item.section.slug}” is a word of the site's own addresses")
        picture = look(item.picture) if item.picture else None
        pictures = {one.path: look(one) for one in item.beside}
    written = json.dumps(found.value, sort_keys=True) + "".join(one.digest for one in pictures.values())
    return Checked(found.place, item, hashlib.sha256(written.encode()).hexdigest(), picture, pictures)


def _picture(picture: ninjs.IncomingPicture, *, folder: Path, looked: dict[Path, LocalPicture]) -> LocalPicture:
    path = folder / picture.path
    if path not in looked:
        looked[path] = _looked_into(path, picture.path, folder)
    return looked[path]


def _looked_into(path: Path, name: str, folder: Path) -> LocalPicture:
    # A link may lead anywhere.
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ninjs.BadItem("associations", f"“{name}” leads out of the file's own folder")
    try:
        if not path.is_file():
            raise ninjs.BadItem("associations", f"there is no picture “{name}” beside the file")
        with path.open("rb") as file:
            return LocalPicture(path, images.suffix(file), hashlib.file_digest(file, "sha256").hexdigest())
    except OSError as error:
        raise ninjs.BadItem("associations", f"the picture “{name}” cannot be read: {error.strerror}") from error
    except images.ImageError as error:
        raise ninjs.BadItem("associations", f"the picture “{name}” is refused: {error}") from error
