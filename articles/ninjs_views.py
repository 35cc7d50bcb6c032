"""An article as a news item, beside its page: the whole for who may read it, the teaser for anybody else."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from articles import access, ninjs, paywall
from articles.models import Article
from newsroom.lib import pagecache
from newsroom.lib.addresses import absolute


@pagecache.kept(apart=("gift",))
@vary_on_cookie
@require_safe
def article(request: HttpRequest, section: str, slug: str, pk: int) -> HttpResponse:
    """Answer as the article's page does: 301 at a former address, 410 once it is withdrawn."""
    found = get_object_or_404(Article.objects.for_item(), pk=pk)
    if found.was_public():
        return pagecache.for_reader(request, render(request, "410.html", status=410))
    if not found.is_public():
        raise Http404(_("There is no such article."))
    if request.path != found.get_ninjs_url():
        return pagecache.for_reader(request, redirect(found.get_ninjs_url(), permanent=True))
    answer = access.of(request, found, access.gift_link(request, found))
    body = paywall.part(found, granted=answer.granted)
    item = ninjs.write(found, body, is_whole=answer.granted, address=lambda picture: absolute(picture.image.url))
    response = JsonResponse(item, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["X-Robots-Tag"] = "noindex"
    return pagecache.for_reader(request, response, own=answer.is_own or request.user.is_staff)
