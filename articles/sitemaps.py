"""Sitemaps (sitemaps.org, protocol 0.9): an index, what the paper has in lots of one size, and the news of two days."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import FETCH_RAISE, F, Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article, Section
from articles.models.article import ArticleQuerySet
from newsroom.lib import pagecache, rendering
from newsroom.lib.addresses import absolute
from newsroom.lib.xml_text import readable

# A fifth of what the protocol allows: a file of two or three megabytes, made in one go.
LOT = 10_000
# What the news sitemap may hold: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
NEWS_LASTS = timedelta(days=2)
NEWS_MOST = 1000
# The pages that are the same whatever is published, by their names.
PAGES = ("front", "archive", "plans", "charter", "corrections", "terms", "privacy", "legal", "accessibility")


@dataclass(frozen=True, slots=True)
class Place:
    """An address, when what it shows last changed (RFC 3339), and its picture's address."""

    address: str
    changed: str = ""
    picture: str = ""


def _articles() -> ArticleQuerySet:
    """Return what is public, with no more of it than its place: the body stays in the database."""
    # The picture's own field looks at its size as soon as it is there.
    picture = (f"lead_picture__{name}" for name in ("image", "width", "height"))
    known = Article.objects.published().select_related("section", "lead_picture").fetch_mode(FETCH_RAISE)
    return known.only("slug", "published_at", "modified_at", "section__slug", *picture)


# Each in lots by the number of its rows, so that a lot begins where it began whatever is published or withdrawn.
KINDS: dict[str, Callable[[], QuerySet[Any]]] = {
    "articles": _articles,
    "sections": lambda: Section.objects.all(),
    "tags": lambda: Article.objects.published().subjects(),
    "contributors": lambda: Article.objects.published().signers(),
}


@pagecache.kept()
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Name every lot that holds something: one query a kind."""
    lots = [Place(absolute(reverse("sitemap-pages")))]
    for kind, rows in KINDS.items():
        lots += [Place(_lot(kind, number), changed) for number, changed in _numbers(kind, rows())]
    return _sitemap(request, "sitemap_index", lots)


@pagecache.kept()
@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    """Name the pages that every paper has."""
    return _sitemap(request, "sitemap", [Place(absolute(reverse(name))) for name in PAGES])


@pagecache.kept()
@require_safe
def places(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Name what one lot holds: one query, and as much memory however much was published."""
    if kind not in KINDS:
        raise Http404
    within = KINDS[kind]().filter(pk__gt=(number - 1) * LOT, pk__lte=number * LOT).order_by("pk")
    found = [_place(one) for one in within.iterator(chunk_size=1000)]
    if not found:
        raise Http404
    return _sitemap(request, "sitemap", found)


@pagecache.kept()
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """Name what was published in the last two days, the latest first; nothing, where nothing was."""
    recent = Article.objects.published().filter(published_at__gte=timezone.now() - NEWS_LASTS)
    return _sitemap(request, "sitemap_news", list(_news(recent.for_cards().latest_first()[:NEWS_MOST])))


def _news(recent: ArticleQuerySet) -> Iterator[dict[str, str]]:
    for article in recent:
        if article.published_at:
            rendering.holds_until(article.published_at + NEWS_LASTS)
        yield {
            "address": absolute(article.get_absolute_url()),
            # ISO 639, as the schema has it.
            "language": article.language.partition("-")[0],
            "published": _said(article.published_at),
            "headline": article.headline,
        }


def _numbers(kind: str, rows: QuerySet[Any]) -> Iterator[tuple[int, str]]:
    """Yield the number of each lot that holds something, and when something in it last changed, where that is known."""
    times = {"published": Max("published_at"), "modified": Max("modified_at")} if kind == "articles" else {}
    lots = rows.order_by().annotate(lot=(F("pk") - 1) / LOT + 1).values("lot").annotate(**times).distinct()
    for row in lots.order_by("lot"):
        number = row.pop("lot")
        yield number, _said(max(filter(None, row.values()), default=None))


def _lot(kind: str, number: int) -> str:
    return absolute(reverse("sitemap-places", args=[kind, number]))


def _place(one: Any) -> Place:
    if not isinstance(one, Article):
        return Place(absolute(one.get_absolute_url()))
    changed = max(filter(None, (one.published_at, one.modified_at)), default=None)
    picture = absolute(one.lead_picture.image.url) if one.lead_picture else ""
    return Place(absolute(one.get_absolute_url()), _said(changed), picture)


def _said(time: datetime | None) -> str:
    return time.isoformat(timespec="seconds") if time else ""


def _sitemap(request: HttpRequest, template: str, places: list[Any]) -> HttpResponse:
    text = render_to_string(f"articles/{template}.xml", {"places": places, "publication": settings.SITE_NAME})
    response = HttpResponse(readable(text), content_type="application/xml; charset=utf-8")
    return pagecache.for_everyone(request, response)
