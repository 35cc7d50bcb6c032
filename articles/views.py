"""The pages of the paper: the front page, sections, contributors, tags, and the article."""

from collections.abc import Callable
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_cookie

from articles import access, article_page, paywall, shared_pages, view_as
from articles.models import Article, FrontOrder, GiftLink, Section
from articles.models.article import ArticleQuerySet
from newsroom.lib import origin, pagecache
from newsroom.lib.answers import see_other
from newsroom.lib.paging import page_of
from newsroom.lib.secrecy import keep_secret
from newsroom.subscribers import second_factor

LATEST_ON_FRONT = 7
A_SECTION_ON_FRONT = 3
A_LISTING_PAGE = 20

# A heading, the articles below it, and what else is said there.
type Listed = tuple[str, ArticleQuerySet, dict[str, Any]]


@pagecache.kept(apart=("gift",))
@vary_on_cookie
@require_safe
def article(request: HttpRequest, section: str, slug: str, pk: int) -> HttpResponse:
    """Show an article, whole or its teaser; a former address answers 301, a withdrawn article 410."""
    if shared := shared_pages.article(request, pk):
        return pagecache.for_reader(request, shared, own=True)
    found = get_object_or_404(Article.objects.for_page(), pk=pk)
    if not (found.is_public() or second_factor.opens_the_desk(request)):
        return _no_longer_or_not_yet(request, found)
    if request.path != found.get_absolute_url():
        # A slug may come back: a redirection kept for ever would then lead in a circle.
        return pagecache.for_reader(request, _right_address(request, found))
    gift = access.gift_link(request, found)
    answer = access.of(request, found, gift)
    if "gift" in request.GET and answer.granted and answer.reason != paywall.Reason.GIFT:
        # Who needs no gift reads the article where it stands.
        return pagecache.for_reader(request, redirect(found), own=True)
    if gift and answer.granted and access.is_a_reading(request):
        gift.count_opening()
    response = _page(request, found, answer, gift)
    own = answer.is_own or "gift" in request.GET or request.user.is_staff
    return pagecache.for_reader(request, response, own=own)


# A page that everybody signed out shares holds no token of a form; the browser says whence the form came.
@csrf_exempt
@never_cache
@require_POST
def meter(request: HttpRequest, section: str, slug: str, pk: int) -> HttpResponse:
    """Open a metered article to who asks for it, by a click of theirs: nothing else counts, a look least of all."""
    if not origin.is_from_here(request):
        raise PermissionDenied(_("An article is opened from its own page."))
    found = get_object_or_404(Article.objects.published().select_related("section"), pk=pk)
    response = see_other(found.get_absolute_url())
    if access.of(request, found, access.gift_link(request, found)).may_open:
        access.open_by_meter(request, response, found)
    return response


@pagecache.kept()
@vary_on_cookie
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show the front page: what the editors put in order, the latest by date, and some of each section."""
    return pagecache.for_reader(request, shared_pages.listing(request, "articles/front.html", _front))


def _front() -> dict[str, Any]:
    placed = FrontOrder.objects.placed()
    others = Article.objects.published().exclude(pk__in=[one.pk for one in placed]).for_cards().latest_first()
    latest = placed + list(others[: LATEST_ON_FRONT + 1 - len(placed)])
    blocks = _blocks(latest)
    return {
        "lead": latest[0] if latest else None,
        "latest": latest[1:],
        "blocks": blocks,
        "shown": latest + [one for _section, articles in blocks for one in articles],
    }


@pagecache.kept("page")
@vary_on_cookie
@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a section's articles, the latest first."""

    def listed() -> Listed:
        found = get_object_or_404(Section, slug=slug)
        about = {"kind": "section", "section": found, "description": found.description}
        return found.name, Article.objects.filter(section=found), about

    return _listing(request, listed)


@pagecache.kept("page")
@vary_on_cookie
@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the articles that share a tag, the latest first; a tag of drafts alone is nobody's business."""

    def listed() -> Listed:
        found = get_object_or_404(Article.objects.published().subjects(), slug=slug)
        return found.name, Article.objects.filter(tags=found), {"kind": "tag"}

    return _listing(request, listed)


@pagecache.kept("page")
@vary_on_cookie
@require_safe
def contributor(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a contributor and what they signed, the latest first; one of drafts alone is nobody's business."""

    def listed() -> Listed:
        signers = Article.objects.published().signers().select_related("portrait")
        found = get_object_or_404(signers.prefetch_related("portrait__renditions"), slug=slug)
        about = {"kind": "contributor", "contributor": found, "description": found.biography}
        return found.name, Article.objects.filter(bylines__contributor=found), about

    return _listing(request, listed)


def _page(request: HttpRequest, found: Article, answer: paywall.Access, gift: GiftLink | None) -> HttpResponse:
    """Return the article's page, for who asks or for whom one of the staff looks as."""
    context = article_page.context(found, answer) | {"is_gift": "gift" in request.GET, "gift": gift}
    if request.user.is_staff:
        context |= {"eyes": (eyes := view_as.of(request)), "all_eyes": view_as.ALL}
        if eyes:
            return _seen_as(request, eyes, context)
    response = render(request, "articles/article.html", context)
    if "gift" in request.GET:
        keep_secret(response, has_forms=request.user.is_authenticated or not answer.granted)
    return response


def _seen_as(request: HttpRequest, eyes: view_as.Eyes, context: dict[str, Any]) -> HttpResponse:
    """Return the page through the eyes of a reader: signed out, all of it is what everybody signed out gets."""
    if eyes.signed_in:
        return render(request, "articles/article.html", context | {"reader": eyes})
    staff, request.user = request.user, AnonymousUser()
    try:
        return render(request, "articles/article.html", context)
    finally:
        request.user = staff


def _right_address(request: HttpRequest, found: Article) -> HttpResponse:
    """Lead to where the article stands, with what else the address asks."""
    asked = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{found.get_absolute_url()}{asked}", permanent=found.is_public())


def _no_longer_or_not_yet(request: HttpRequest, found: Article) -> HttpResponse:
    """Answer 410 for what readers knew, 404 for what they must not know of."""
    if found.was_public():
        return pagecache.for_reader(request, render(request, "410.html", status=410))
    raise Http404(_("There is no such article."))


def _blocks(shown: list[Article]) -> list[tuple[Section, list[Article]]]:
    """Return each section with its latest articles that stand nowhere else on the front page: two queries.

    Each place of a section is looked up in the index: to rank all that was ever published takes longer every day.
    """
    others = Article.objects.published().filter(section=OuterRef("pk")).exclude(pk__in=[one.pk for one in shown])
    places = {f"latest_{n}": Subquery(others.latest_first().values("pk")[n : n + 1]) for n in range(A_SECTION_ON_FRONT)}
    found = [pk for row in Section.objects.annotate(**places).values_list(*places) for pk in row if pk]
    rows = Article.objects.filter(pk__in=found).for_cards()
    rows = rows.order_by("section__position", "section__name", "-published_at", "-pk")
    return [(section, list(articles)) for section, articles in groupby(rows, key=attrgetter("section"))]


def _listing(request: HttpRequest, listed: Callable[[], Listed]) -> HttpResponse:
    def context() -> dict[str, Any]:
        heading, articles, about = listed()
        page = page_of(request, articles.published().for_cards().latest_first(), A_LISTING_PAGE)
        return about | {"heading": heading, "page": page, "articles": list(page.object_list)}

    return pagecache.for_reader(request, shared_pages.listing(request, "articles/listing.html", context))
