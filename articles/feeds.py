"""RSS 2.0 and Atom (RFC 4287) of the paper, a section and a contributor: one for everybody, whoever asks."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import PurePath

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import paywall
from articles.models import Article, Picture, Section
from articles.models.article import ArticleQuerySet
from newsroom.lib import markup, pagecache
from newsroom.lib.addresses import absolute
from newsroom.lib.xml_text import readable

LATEST_IN_A_FEED = 30
# Minutes after which a reader of feeds may look again.
TIME_TO_LIVE = 15
RSS, ATOM = "rss", "atom"
TYPES = {RSS: "application/rss+xml; charset=utf-8", ATOM: "application/atom+xml; charset=utf-8"}
PICTURE_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}
# What RFC 4287 takes as an identifier: a scheme, and nothing that breaks it (RFC 3987).
IRI = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+""")
NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """The picture's file, as a feed points to it."""

    address: str
    length: int
    type: str
    width: int
    height: int
    picture: Picture


@dataclass(frozen=True, slots=True)
class Entry:
    """An article, as everybody may have it."""

    article: Article
    id: str
    address: str
    content: str
    enclosure: Enclosure | None


@pagecache.kept()
@require_safe
def site(request: HttpRequest, form: str) -> HttpResponse:
    """Emit what the paper published last."""
    return _feed(request, form, Article.objects.all(), settings.SITE_NAME, reverse("front"))


@pagecache.kept()
@require_safe
def section(request: HttpRequest, form: str, slug: str) -> HttpResponse:
    """Emit what a section published last."""
    found = get_object_or_404(Section, slug=slug)
    return _feed(request, form, Article.objects.filter(section=found), _named(found), found.get_absolute_url())


@pagecache.kept()
@require_safe
def contributor(request: HttpRequest, form: str, slug: str) -> HttpResponse:
    """Emit what a contributor signed last; one of drafts alone is nobody's business."""
    found = get_object_or_404(Article.objects.published().signers(), slug=slug)
    signed = Article.objects.filter(bylines__contributor=found)
    return _feed(request, form, signed, _named(found), found.get_absolute_url())


def _feed(request: HttpRequest, form: str, articles: ArticleQuerySet, title: str, page: str) -> HttpResponse:
    """Return the feed, or 304 to who has it as it is: the same number of queries however long it is."""
    latest = list(articles.published().for_page().latest_first()[:LATEST_IN_A_FEED])
    changed = _changed(articles, latest)
    context = {
        "title": title,
        "about": _("The latest articles: %(name)s") % {"name": title},
        "page": absolute(page),
        "here": absolute(request.path),
        "language": settings.LANGUAGE_CODE,
        "publisher": settings.PUBLISHER.company or settings.SITE_NAME,
        "site_name": settings.SITE_NAME,
        "site_address": absolute(reverse("front")),
        "changed": changed,
        "ttl": TIME_TO_LIVE,
        "entries": [_entry(one) for one in latest],
    }
    text = readable(render_to_string(f"articles/feed.{form}.xml", context))
    return pagecache.for_everyone(request, HttpResponse(text, content_type=TYPES[form]), changed)


def _named(found: object) -> str:
    return f"{found} – {settings.SITE_NAME}"


def _changed(articles: ArticleQuerySet, latest: Iterable[Article]) -> datetime:
    """Return when the feed last became another: an article that was withdrawn is gone from it, and leaves the time."""
    withdrawn = articles.filter(status=Article.Status.WITHDRAWN, withdrawn_at__lte=timezone.now())
    times = [time for one in latest for time in (one.published_at, one.modified_at) if time]
    times += filter(None, withdrawn.aggregate(last=Max("withdrawn_at")).values())
    return max(times, default=NOTHING_YET)


def _entry(article: Article) -> Entry:
    address = absolute(article.get_absolute_url())
    context = {
        "article": article,
        "body": markup.read_elsewhere(paywall.in_public(article), address),
        "is_whole": paywall.opens_to_all(article),
        "address": address,
    }
    content = render_to_string("articles/feed_content.html", context).strip()
    return Entry(article, _id(article), address, content, _enclosure(article.lead_picture))


def _id(article: Article) -> str:
    """Return a name for the article that never changes; a provider's that is no IRI becomes one."""
    return article.uri if IRI.fullmatch(article.uri) else uuid.uuid5(uuid.NAMESPACE_URL, article.uri).urn


def _enclosure(picture: Picture | None) -> Enclosure | None:
    """Return the picture's wide crop, or all of it until that is made; None for one whose file is lost."""
    if picture is None:
        return None
    crop = picture.crop("16:9")
    shown, file = (crop, crop.file) if crop else (picture, picture.image)
    name = str(file.name)
    try:
        length = _length(name)
    except OSError:
        return None
    kind = PICTURE_TYPES[PurePath(name).suffix.lower()]
    return Enclosure(absolute(file.url), length, kind, shown.width, shown.height, picture)


# A file is never written twice under one name, and the storage may be far away.
@lru_cache(maxsize=10_000)
def _length(name: str) -> int:
    return default_storage.size(name)
