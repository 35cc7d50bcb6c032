"""Preview links at the desk: given, shown once, counted, taken back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from articles.admin.page import Desk, asked, editor, show
from articles.models import PreviewLink
from articles.models.preview_link import LASTS
from newsroom.lib.addresses import absolute

# Where the session keeps a new link from the click to the page that shows it, once.
NEW = "new_preview"
LISTED = 50


@require_http_methods(["GET", "HEAD", "POST"])
def previews(request: HttpRequest, pk: int, *, desk: Desk) -> HttpResponse:
    """Show the links to the article, the latest first; give one more to who may change it."""
    article = asked(request, desk, pk, to_change=request.method == "POST")
    if request.method == "POST":
        link, token = PreviewLink.objects.give(article, by=editor(request))
        request.session[NEW] = [link.pk, token]
        return redirect("admin:articles_article_previews", article.pk)
    links = list(article.preview_links.select_related("by")[:LISTED])
    made, token = request.session.pop(NEW, (0, "")) if request.method == "GET" else (0, "")
    path = reverse("preview", args=[str(token)]) if any(link.pk == made for link in links) else ""
    return show(
        request,
        desk,
        "previews",
        article,
        title=_("Preview links"),
        links=links,
        new=absolute(path) if path else "",
        days=LASTS.days,
        is_public=article.is_public(),
        may_give=desk.has_change_permission(request, article),
    )


@require_POST
def revocation(request: HttpRequest, pk: int, link: int, *, desk: Desk) -> HttpResponse:
    """Take a link back."""
    article = asked(request, desk, pk, to_change=True)
    get_object_or_404(article.preview_links, pk=link).revoke(by=editor(request))
    messages.success(request, _("The link opens the article no longer."))
    return redirect("admin:articles_article_previews", article.pk)
