"""An article written as a news item of ninjs 3.1: what `read` reads back. Pure but for the relations it is given.

IPTC ninjs 3.1, https://iptc.org/standards/ninjs/; our own use of it is told in newsroom/demo/README.md.
"""

import mimetypes
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.utils import timezone

from articles.body import pictures, renamed
from articles.models import Article, Contributor, Picture
from articles.ninjs.item import ACCESS_VOCABULARY
from articles.ninjs.picture import IN_BODY, NAMED, PORTRAIT

STANDARD = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"}
# A word of ninjs for each status: a withdrawn article is told from a draft by when it expired.
STATUS = {
    Article.Status.DRAFT: "withheld",
    Article.Status.PUBLISHED: "usable",
    Article.Status.WITHDRAWN: "withheld",
}

type Item = dict[str, Any]
type Address = Callable[[Picture], str]


def write(article: Article, body: str, *, is_whole: bool, address: Address) -> Item:
    """Return the article, loaded as `for_item`, as a news item with this body: two queries if that shows pictures.

    `address` says where a picture's file is: a whole address, or a path below the folder of the item's file.
    What is empty is left out, and of what is not whole the corrections, which tell of the rest.
    """
    shown = dict(sorted(pictures(body).items(), key=lambda named: body.index(named[0])))
    body = renamed(body, {name: address(picture) for name, picture in shown.items()})
    created = article.published_at or article.created_at
    item: Item = {
        "standard": STANDARD,
        "uri": article.uri,
        "type": "text",
        "representationType": "full" if is_whole else "partial",
        "version": str(article.version),
        "firstCreated": _moment(created),
        "versionCreated": _moment(article.modified_at or created),
        "contentCreated": _moment(article.created_at),
        "embargoedUntil": _moment(_embargo(article)),
        "expires": _moment(article.withdrawn_at if article.status == Article.Status.WITHDRAWN else None),
        "pubStatus": STATUS[Article.Status(article.status)],
        "language": article.language,
        "copyrightHolder": settings.SITE_NAME,
        "rightsInfo": {"langId": ACCESS_VOCABULARY, "encodedRights": article.access},
        "slugline": article.slug,
        "located": article.dateline,
        "by": ", ".join(one.name for one in article.byline),
        "infoSources": [{"name": one.name, "role": "contributor", "literal": one.slug} for one in article.byline],
        "headlines": _texts(main=article.headline, kicker=article.kicker),
        "descriptions": _texts(standfirst=article.standfirst),
        "bodies": [{"role": "main", "contentType": "text/html", "value": body}] if body else [],
        "subjects": _subjects(article),
        "associations": [
            *([_picture(article.lead_picture, "lead", address)] if article.lead_picture else []),
            *(_picture(picture, IN_BODY, address) for picture in shown.values()),
            *(_contributor(one, address) for one in article.byline if one.role or one.biography or one.portrait),
            *(_corrections(article) if is_whole else ()),
        ],
    }
    return _said(item)


def _said(item: Item) -> Item:
    return {name: value for name, value in item.items() if value}


def _moment(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _embargo(article: Article) -> datetime | None:
    """Return until when nobody may show it: what is scheduled is under embargo for whoever gets it earlier."""
    published = article.published_at if article.status == Article.Status.PUBLISHED else None
    return published if published and published > timezone.now() else article.embargo_until


def _texts(**texts: str) -> list[Item]:
    return [{"role": role, "contentType": "text/plain", "value": text} for role, text in texts.items() if text]


def _subjects(article: Article) -> list[Item]:
    section = {"name": article.section.name, "rel": "section", "literal": article.section.slug}
    return [section, *({"name": one.name, "rel": "tag", "literal": one.slug} for one in article.tags.all())]


def _contributor(contributor: Contributor, address: Address) -> Item:
    portrait = contributor.portrait
    return _said(
        {
            "name": contributor.name,
            "rel": "contributor",
            "uri": f"urn:newsroom:contributor:{contributor.slug}",
            "type": "component",
            "slugline": contributor.slug,
            "descriptions": _texts(role=contributor.role, biography=contributor.biography),
            "associations": [_picture(portrait, PORTRAIT, address)] if portrait else [],
        }
    )


def _corrections(article: Article) -> Iterator[Item]:
    for correction in article.corrections.all():
        corrected_at = correction.corrected_at.isoformat()
        yield {
            "name": "correction",
            "rel": "correction",
            "uri": uuid5(NAMESPACE_URL, f"{article.uri} {corrected_at} {correction.text}").urn,
            "type": "text",
            "firstCreated": corrected_at,
            "bodies": _texts(main=correction.text),
        }


def _picture(picture: Picture, rel: str, address: Address) -> Item:
    media_type, _encoding = mimetypes.guess_type(str(picture.image.name))
    rendition = {
        "name": "original",
        "href": address(picture),
        "contentType": media_type,
        "width": picture.width,
        "height": picture.height,
        "poi": {"x": picture.width * picture.focal_x // 100, "y": picture.height * picture.focal_y // 100},
    }
    association = {
        "name": rel,
        "rel": rel,
        "uri": f"{NAMED}{PurePosixPath(str(picture.image)).stem}",
        "type": "picture",
        "by": picture.credit,
        "descriptions": _texts(caption=picture.caption, alt=picture.alt_text),
        "renditions": [_said(rendition)],
    }
    return _said(association)
