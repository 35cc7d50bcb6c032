"""The comments in the admin: the archive, and the page where one is examined and decided on."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from comments.admin import undo
from comments.admin.comment_list import CommentList
from comments.admin.examination import examination
from comments.admin.lists import DeskAdmin, Tabs, person_at
from comments.admin.rows import note_known, with_context
from comments.desk_forms import DecisionForm
from comments.forms import number
from comments.models import Charter, Claim, Comment, Decision


class CommentDesk[C: Comment](DeskAdmin[C]):
    """Lists comments with their whole text, and examines one."""

    change_list_template = "admin/comments/comment_list.html"

    def has_view_permission(self, request: HttpRequest, obj: C | None = None) -> bool:
        return request.user.has_perm("comments.view_comment")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[C]:
        return with_context(super().get_queryset(request))

    def get_urls(self) -> list[URLPattern]:
        take_back = self.admin_site.admin_view(undo.undo_view)
        return [path("undo/<int:pk>/", take_back, name=f"comments_{self.opts.model_name}_undo"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, undo.offered(request) | (extra_context or {}))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[C], search_term: str
    ) -> tuple[QuerySet[C], bool]:
        # The words are one of the list's own filters.
        return queryset, False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CommentList

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show one comment with all that bears on it, and decide on it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        comment, person = self._found(object_id), person_at(request)
        if "take_over" in request.POST:
            Claim.objects.take(comment.pk, by=person, over=number(request.POST["take_over"]))
            return redirect(request.get_full_path())
        note_known([comment])
        form = DecisionForm(request.POST if request.method == "POST" else None, charter=Charter.objects.current())
        if request.method == "POST" and form.is_ready_for(comment.pk, by=person):
            decision = form.decide(comment.pk, by=person)
            undo.offer(request, decision)
            messages.success(request, _told(decision))
            return redirect(self.after(request, comment))
        if comment.verbs_open_to(person):
            comment.claim = Claim.objects.take(comment.pk, by=person)
        context = {
            **self.admin_site.each_context(request),
            **undo.offered(request),
            **examination(comment, person),
            "title": _("Comment by %(author)s") % {"author": comment.author},
            "opts": self.opts,
            "form": form,
            "skip_url": self.after(request, comment),
        }
        return TemplateResponse(request, "admin/comments/examination.html", context)

    def after(self, request: HttpRequest, comment: Comment) -> str:
        """Return where a moderator goes on once this comment is decided on, or left: in the archive, where they are."""
        return reverse("admin:comments_comment_change", args=[comment.pk])

    def _found(self, object_id: str) -> Comment:
        return get_object_or_404(with_context(Comment.objects.all()), pk=number(object_id) or 0)


@admin.register(Comment)
class CommentAdmin(CommentDesk[Comment]):
    """The archive: all comments, the latest first."""

    ordering = ("-id",)
    list_filter = (("status", Tabs),)


def _told(decision: Decision) -> str:
    said = _("The comment by %(author)s is now: %(status)s.") % {
        "author": decision.member,
        "status": decision.get_now_display(),
    }
    if not decision.is_told:
        return said
    by_mail = _("The author is told by e-mail.")
    return f"{said} {by_mail}"
