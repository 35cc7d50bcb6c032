"""An article written as a news item of ninjs 3.1: what `read` reads back. Pure but for the relations it is given.

IPTC ninjs 3.1, https://iptc.org/standards/ninjs/; our own use of it is told in newsroom/demo/README.md.
"""

import mimetypes
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from articles.models import Article, Picture
from articles.ninjs.item import ACCESS_VOCABULARY

STANDARD = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"}
# A word of ninjs for each status: a withdrawn article is told from a draft by when it expired.
STATUS = {
    Article.Status.DRAFT: "withheld",
    Article.Status.PUBLISHED: "usable",
    Article.Status.WITHDRAWN: "withheld",
}

type Item = dict[str, Any]


def write(article: Article, body: str, *, is_whole: bool, address: Callable[[Picture], str]) -> Item:
    """Return the article, loaded as for its page, as a news item with this body.

    `address` says where a picture's file is: a whole address, or a path below the folder of the item's file.
    What is empty is left out.
    """
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
        "associations": [_picture(article.lead_picture, address)] if article.lead_picture else [],
    }
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


def _picture(picture: Picture, address: Callable[[Picture], str]) -> Item:
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
        "name": "lead",
        "rel": "lead",
        "uri": f"urn:newsroom:picture:{picture.pk}",
        "type": "picture",
        "by": picture.credit,
        "descriptions": _texts(caption=picture.caption, alt=picture.alt_text),
        "renditions": [{name: value for name, value in rendition.items() if value}],
    }
    return {name: value for name, value in association.items() if value}
