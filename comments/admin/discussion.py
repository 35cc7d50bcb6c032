"""The discussions in the admin: every article has one, whether somebody wrote under it or not."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import FETCH_RAISE
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from articles.models import Article
from comments import threads
from comments.admin.lists import DeskAdmin, person_at
from comments.desk_forms import DiscussionForm
from comments.models import Discussion, Policy

ARTICLES_SHOWN = 50


@admin.register(Discussion)
class DiscussionAdmin(DeskAdmin[Discussion]):
    """Lists the latest articles with the state of their discussion, and governs one."""

    def get_urls(self) -> list[URLPattern]:
        govern = self.admin_site.admin_view(self.govern_view)
        return [path("of/<int:article_id>/", govern, name="comments_discussion_of"), *super().get_urls()]

    def has_change_permission(self, request: HttpRequest, obj: Discussion | None = None) -> bool:
        return request.user.has_perm("comments.change_discussion")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        query = request.GET.get("q", "").strip()
        articles = Article.objects.filter(status=Article.Status.PUBLISHED).latest_first()
        if query:
            articles = articles.filter(headline__icontains=query)
        shown = articles.select_related("section", "discussion").defer("body").fetch_mode(FETCH_RAISE)
        found = list(shown[:ARTICLES_SHOWN])
        counts, policy = threads.counts(found), Policy.objects.current()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Discussions"),
            "opts": self.opts,
            "query": query,
            "rows": [
                (article, discussion, discussion.closed_since(policy), counts.get(article.pk, 0))
                for article, discussion in ((article, _discussion(article)) for article in found)
            ],
            "limit": ARTICLES_SHOWN,
        }
        return TemplateResponse(request, "admin/comments/discussion_list.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the one page that governs, which is named by the article."""
        discussion = self.get_object(request, object_id)
        if discussion is None or not self.has_view_permission(request):
            return super().change_view(request, object_id, form_url, extra_context)
        return redirect("admin:comments_discussion_of", discussion.article_id)

    def govern_view(self, request: HttpRequest, article_id: int) -> HttpResponse:
        """Open, premoderate or close the discussion of an article."""
        article = get_object_or_404(Article.objects.select_related("section").defer("body"), pk=article_id)
        may_change = self.has_change_permission(request)
        if not (may_change if request.method == "POST" else self.has_view_permission(request)):
            raise PermissionDenied
        discussion = Discussion.objects.of(article)
        form = DiscussionForm(request.POST or None, initial={"state": discussion.state})
        if request.method == "POST" and form.is_valid():
            discussion.govern(by=person_at(request), state=form.cleaned_data["state"])
            messages.success(
                request, _("The discussion is now: %(state)s.") % {"state": discussion.get_state_display()}
            )
            return redirect("admin:comments_discussion_of", article.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": article.headline,
            "opts": self.opts,
            "article": article,
            "discussion": discussion,
            "closed_since": discussion.closed_since(Policy.objects.current()),
            "form": form,
            "may_change": may_change,
        }
        return TemplateResponse(request, "admin/comments/discussion.html", context)


def _discussion(article: Article) -> Discussion:
    """Return the article's discussion; an open one where nothing was stored yet."""
    stored: Discussion = getattr(article, "discussion", None) or Discussion(article=article)
    return stored
