"""What the paper holds, taken out: every article as a news item, with the files of its pictures beside the items."""

import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef, Q

from articles import ninjs
from articles.models import Article, Picture, Revision
from articles.models.article import ArticleQuerySet
from newsroom.lib.addresses import absolute

# So many articles, with what they name, are in memory at once.
AT_ONCE = 200
FOLDER = "pictures"

logger = logging.getLogger(__name__)


def items(since: datetime | None = None, *, folder: Path | None = None) -> Iterator[dict[str, Any]]:
    """Give every article whole, whatever its status, or those that were written or moved since then, in order.

    With a folder the files of their pictures are put below it, and the items name them there; else the items name
    their addresses on the site.
    """

    def address(picture: Picture) -> str:
        return _kept(picture, folder) if folder else absolute(picture.image.url)

    rows = Article.objects.for_item().order_by("pk")
    for article in (changed(rows, since) if since else rows).iterator(chunk_size=AT_ONCE):
        yield ninjs.write(article, article.body, is_whole=True, address=address)


def changed(articles: ArticleQuerySet, since: datetime) -> ArticleQuerySet:
    """Return the articles that were written, published, changed or withdrawn since then."""
    revised = Exists(Revision.objects.filter(article=OuterRef("pk"), at__gte=since))
    dates = ("created_at", "published_at", "modified_at", "withdrawn_at")
    moved = Q(*((f"{name}__gte", since) for name in dates), _connector=Q.OR)
    return articles.filter(revised | moved)


def _kept(picture: Picture, folder: Path) -> str:
    """Put the picture's file below the folder, once and whole; return its path there.

    One that the storage lost keeps its address on the site: an import tells that, and the article is not held back.
    """
    name = str(picture.image.name)
    path = f"{FOLDER}/{PurePosixPath(name).name}"
    file = folder / path
    if file.exists():
        return path
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.part")
    try:
        with default_storage.open(name) as source, part.open("wb") as copy:
            copyfileobj(source, copy)
    except FileNotFoundError:
        logger.warning("The file of picture %s is lost: %s", picture.pk, name)
        return absolute(picture.image.url)
    part.replace(file)
    return path
