"""The front page at the desk: an editor puts articles in order, with the mouse or with two buttons each."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles.admin.page import Desk, editor
from articles.admin.publication import may_publish
from articles.models import Article, FrontOrder, StaleArticle
from articles.models.front_order import PLACES
from newsroom.lib.numbers import whole

OFFERED = 20


@require_http_methods(["GET", "HEAD", "POST"])
def front(request: HttpRequest, *, desk: Desk) -> HttpResponse:
    """Show the order of the front page and what else could stand on it; change it by one move."""
    if not may_publish(request):
        raise PermissionDenied(_("The front page is arranged by the editors."))
    if request.method != "POST":
        return _page(request, desk)
    verb, _colon, given = request.POST.get("move", "").partition(":")
    moved = _key(given)
    articles = _moved([_key(one) for one in request.POST.getlist("article")], verb, moved)
    try:
        FrontOrder.objects.arrange(articles, by=editor(request), seen=_key(request.POST.get("seen", "")))
    except StaleArticle:
        return _page(request, desk, status=409)
    messages.success(request, _("The front page is arranged: readers see it now."))
    address = reverse("admin:articles_article_front")
    return HttpResponseRedirect(f"{address}#article-{moved}" if moved in articles else address)


def _moved(articles: list[int], verb: str, key: int) -> list[int]:
    """Return the order after one move: up, down, in at the end, in at the top, or out."""
    others = [one for one in articles if one != key]
    place = articles.index(key) if key in articles else len(others)
    places = {"up": max(0, place - 1), "down": place + 1, "in": len(others), "lead": 0}
    if verb == "out":
        return others
    if verb in places:
        others.insert(places[verb], key)
        return others
    return articles


def _key(given: str) -> int:
    """Return the number that a form holds; 0, which no row has, for anything else."""
    return whole(given) or 0


def _page(request: HttpRequest, desk: Desk, *, status: int = 200) -> HttpResponse:
    order = FrontOrder.objects.current()
    shown = Article.objects.filter(status=Article.Status.PUBLISHED).select_related("section").defer("body")
    placed = shown.in_bulk(order.articles)
    query = request.GET.get("q", "").strip()
    context = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "title": _("Front page"),
        "order": order,
        "placed": [placed[key] for key in order.articles if key in placed],
        "offered": _offered(shown.exclude(pk__in=order.articles), query),
        "query": query,
        "places": PLACES,
        "is_stale": status == 409,
    }
    return TemplateResponse(request, "admin/articles/article/front.html", context, status=status)


def _offered(articles: QuerySet[Article], query: str) -> list[Article]:
    """Return what else could stand there: the latest, or those whose headline holds what is looked for."""
    found = articles.filter(headline__icontains=query) if query else articles
    return list(found.order_by("-published_at", "-id")[:OFFERED])
