"""What a preview link opens: an article that readers do not see yet, for who has the link and no account."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import access, paywall
from articles.body import illustrated
from articles.models import Article, PreviewLink
from newsroom.lib.secrecy import keep_secret


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show the draft whole; 410 once the link is over, and the way to the article once readers see it."""
    # Seen as somebody signed out, whoever follows it: such a page holds no form, and no name of theirs.
    request.user = AnonymousUser()
    link = PreviewLink.objects.followed(token)
    if link is None:
        raise Http404(_("There is no such preview."))
    article = Article.objects.for_page().get(pk=link.article_id)
    if article.is_public():
        return _kept_secret(redirect(article))
    if link.state != PreviewLink.State.LIVING or article.status == Article.Status.WITHDRAWN:
        return _kept_secret(render(request, "articles/dead_preview.html", {"link": link}, status=410))
    if access.is_a_reading(request):
        link.count_opening()
    context = {
        "article": article,
        "access": paywall.Access(granted=True, reason=paywall.Reason.STAFF),
        "body": illustrated(paywall.whole(article.body)),
        "is_preview": True,
        "preview_link": link,
    }
    return _kept_secret(render(request, "articles/article.html", context))


def _kept_secret(response: HttpResponse) -> HttpResponse:
    """Keep the page from every cache, and its address from everybody else."""
    patch_cache_control(response, private=True, no_store=True)
    return keep_secret(response)
