"""Publication at the desk: an article is published, scheduled and withdrawn from one panel, after a look at it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods

from articles import publication_checks, view_as
from articles.admin.page import Desk, asked, editor, show
from articles.desk_forms import ScheduleForm
from articles.models import Article

# Where an article stands, in words.
STATES = {
    "draft": pgettext_lazy("state", "draft"),
    "scheduled": pgettext_lazy("state", "scheduled"),
    "public": pgettext_lazy("state", "published"),
    "withdrawn": pgettext_lazy("state", "withdrawn"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def publication(request: HttpRequest, pk: int, *, desk: Desk) -> HttpResponse:
    """Show the panel, and do what it asks: publish, schedule, unschedule, withdraw."""
    article = asked(request, desk, pk)
    if request.method != "POST":
        return _page(request, desk, article)
    if not may_publish(request):
        raise PermissionDenied(_("Articles are published by the editors."))
    if request.POST.get("seen") != str(article.version):
        refusal = _("Somebody changed this article since you looked: here it is as it is now. Nothing was done.")
        return _page(request, desk, article, refusal=refusal, status=409)
    verb = VERBS.get(request.POST.get("verb", ""))
    return verb(request, desk, article) if verb else _page(request, desk, article)


def panel(request: HttpRequest, article: Article) -> dict[str, Any]:
    """Return what the panel shows of the article: two queries."""
    return {
        "state": state(article),
        "findings": publication_checks.check(article),
        "may_publish": may_publish(request),
        "schedule": ScheduleForm(
            article, initial={"at": article.published_at if state(article) == "scheduled" else None}
        ),
        "all_eyes": view_as.ALL,
    }


def state(article: Article) -> str:
    """Return the word for where the article stands: draft, scheduled, public or withdrawn."""
    if article.status == Article.Status.PUBLISHED:
        return "public" if article.is_public() else "scheduled"
    return str(article.status)


def may_publish(request: HttpRequest) -> bool:
    """Whether who asks may publish and withdraw."""
    return request.user.has_perm("articles.publish_article")


def in_words(article: Article) -> str:
    """Return what publishing came to."""
    if article.is_public() or article.published_at is None:
        return _("“%(headline)s” is published.") % {"headline": article.headline}
    at = localize(timezone.localtime(article.published_at))
    return _("“%(headline)s” will be published on %(date)s.") % {"headline": article.headline, "date": at}


def _publish(request: HttpRequest, desk: Desk, article: Article) -> HttpResponse:
    """Publish now, or at the end of the embargo; with something to mend, once the editor says so again."""
    findings = publication_checks.check(article)
    if any(one.blocks for one in findings):
        return _blocked(request, desk, article)
    if findings and not request.POST.get("confirmed"):
        return _page(request, desk, article, confirm="publish")
    if state(article) == "scheduled":
        article.reschedule(by=editor(request), at=timezone.now())
    else:
        article.publish(by=editor(request))
    return _done(request, article, in_words(article))


def _schedule(request: HttpRequest, desk: Desk, article: Article) -> HttpResponse:
    """Publish at a time to come, or at another one."""
    form = ScheduleForm(article, request.POST)
    if not form.is_valid():
        return _page(request, desk, article, schedule=form)
    if publication_checks.blocking(article):
        return _blocked(request, desk, article)
    verb = article.reschedule if state(article) == "scheduled" else article.publish
    verb(by=editor(request), at=form.cleaned_data["at"])
    return _done(request, article, in_words(article))


def _unschedule(request: HttpRequest, desk: Desk, article: Article) -> HttpResponse:
    """Make a scheduled article a draft again."""
    article.unschedule(by=editor(request))
    said = _("“%(headline)s” will not be published: it is a draft again.") % {"headline": article.headline}
    return _done(request, article, said)


def _withdraw(request: HttpRequest, desk: Desk, article: Article) -> HttpResponse:
    """Take the article from its readers, once the editor has read what that does."""
    if not request.POST.get("confirmed"):
        return _page(request, desk, article, confirm="withdraw")
    article.withdraw(by=editor(request))
    return _done(request, article, _("“%(headline)s” is withdrawn.") % {"headline": article.headline})


VERBS: dict[str, Callable[[HttpRequest, Desk, Article], HttpResponse]] = {
    "publish": _publish,
    "schedule": _schedule,
    "unschedule": _unschedule,
    "withdraw": _withdraw,
}


def _blocked(request: HttpRequest, desk: Desk, article: Article) -> HttpResponse:
    refusal = _("The article is not published: what is marked here must be mended first.")
    return _page(request, desk, article, refusal=refusal)


def _done(request: HttpRequest, article: Article, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("admin:articles_article_change", article.pk)


def _page(request: HttpRequest, desk: Desk, article: Article, *, status: int = 200, **context: Any) -> HttpResponse:
    shown = panel(request, article) | context
    return show(request, desk, "publication", article, title=_("Publication"), status=status, **shown)
