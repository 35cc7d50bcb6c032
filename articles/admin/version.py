"""The versions of an article at the desk: listed, compared, brought back; and who else has it open."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import comparison
from articles.admin.page import Desk, asked, editor, show
from articles.models import Article, Presence, Revision
from newsroom.lib.numbers import whole
from newsroom.lib.paging import page_of

A_PAGE = 50
# What is typed, and would be lost.
TYPED = ("kicker", "headline", "standfirst", "dateline", "body")


@require_safe
def versions(request: HttpRequest, pk: int, *, desk: Desk) -> HttpResponse:
    """List what was saved, the last first."""
    article = asked(request, desk, pk)
    kept = article.revisions.select_related("by").defer("fields")
    page = page_of(request, kept, A_PAGE)
    rows = [(one, comparison.labels(one.changed)) for one in page.object_list]
    return show(request, desk, "versions", article, title=_("Versions"), page=page, rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
def version(request: HttpRequest, pk: int, number: int, *, desk: Desk) -> HttpResponse:
    """Show what a version changed, since the one before it or since another; bring its words back."""
    article = asked(request, desk, pk)
    revision = get_object_or_404(article.revisions.select_related("by"), number=number)
    if request.method == "POST":
        return _bring_back(request, desk, article, revision)
    since = whole(request.GET.get("since", ""), digits=9)
    before = article.revisions.filter(number=number - 1 if since is None else since).first()
    return show(
        request,
        desk,
        "version",
        article,
        title=_("Version %(number)s") % {"number": number},
        revision=revision,
        since=before,
        changes=comparison.compare(before.fields, revision.fields) if before else [],
        is_last=number == article.version,
        may_restore=desk.has_change_permission(request, article),
    )


@require_POST
def presence(request: HttpRequest, pk: int, *, desk: Desk) -> HttpResponse:
    """Note that the article is still open, or no longer; say who else has it open, and whether it was saved since."""
    article = asked(request, desk, pk)
    if request.POST.get("leaving"):
        Presence.objects.leave(article, editor(request))
        return HttpResponse(status=204)
    Presence.objects.note(article, editor(request))
    context = {
        "others": Presence.objects.others(article, editor(request)),
        "newer": newer(article, request.POST.get("seen", "")),
    }
    return render(request, "admin/articles/article/presence.html", context)


def not_kept(request: HttpRequest, article: Article, *, desk: Desk) -> HttpResponse:
    """Give back what somebody typed into an article that was published meanwhile, and that they may not change now."""
    typed = [(name, comparison.label(name), request.POST[name]) for name in TYPED if request.POST.get(name)]
    return show(request, desk, "not_kept", article, title=_("Published meanwhile"), status=403, typed=typed)


def newer(article: Article, seen: str) -> Revision | None:
    """Return the last version where it is no longer the one that the page shows."""
    if not seen or seen == str(article.version):
        return None
    return article.revisions.select_related("by").defer("fields").first()


def _bring_back(request: HttpRequest, desk: Desk, article: Article, revision: Revision) -> HttpResponse:
    if not desk.has_change_permission(request, article):
        raise PermissionDenied
    seen = whole(request.POST.get("seen", ""), digits=9)
    if article.restore(revision, by=editor(request), seen=seen or 0):
        said = _("The words of version %(number)s are back, as version %(last)s.")
        messages.success(request, said % {"number": revision.number, "last": article.version})
    else:
        messages.info(request, _("The article says the same already."))
    return redirect("admin:articles_article_change", article.pk)
