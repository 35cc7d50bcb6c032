"""The queue in the admin: what waits for a moderator, the oldest first."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from comments.admin import bulk, undo
from comments.admin.comment import CommentDesk
from comments.admin.comment_list import ILLEGAL
from comments.admin.lists import person_at
from comments.admin.rows import with_context
from comments.desk_forms import Seen
from comments.forms import number
from comments.models import Claim, Comment, MoveNotAllowed, QueuedComment, StaleMove, Status
from comments.models.reach import CommentQuerySet


class Kind(admin.SimpleListFilter):
    """Why a comment waits."""

    title = gettext_lazy("why it waits")
    parameter_name = "kind"
    template = "admin/comments/tabs.html"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [
            (ILLEGAL, _("Reported as illegal")),
            (Status.PENDING, _("Pending")),
            ("reported", _("Reported")),
            ("flagged", _("Flagged")),
            (Status.HIDDEN, _("Hidden")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == ILLEGAL:
            return cast("CommentQuerySet", queryset).reported_illegal()
        if self.value() == "reported":
            return cast("CommentQuerySet", queryset).reported()
        if self.value() == "flagged":
            return queryset.filter(flagged=True)
        return queryset.filter(status=self.value()) if self.value() else queryset


@admin.register(QueuedComment)
class QueueAdmin(CommentDesk[QueuedComment]):
    """The queue."""

    ordering = ("created_at", "id")
    list_filter = (Kind,)
    actions = ("publish",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[QueuedComment]:
        return with_context(cast("QuerySet[QueuedComment]", QueuedComment.objects.waiting()))

    def get_urls(self) -> list[URLPattern]:
        at_one_stroke = self.admin_site.admin_view(require_POST(self.bulk_view))
        return [path("bulk/", at_one_stroke, name="comments_queuedcomment_bulk"), *super().get_urls()]

    def bulk_view(self, request: HttpRequest) -> HttpResponse:
        """Decide on the ticked comments at one stroke."""
        if not self.has_decide_permission(request):
            raise PermissionDenied
        return bulk.bulk_view(request)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.decide_comment")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method == "POST" and "publish" in request.POST and self.has_decide_permission(request):
            self._publish(request, [request.POST["publish"]])
            return redirect(request.get_full_path())
        return super().changelist_view(request, extra_context)

    @admin.action(description=gettext_lazy("Publish"), permissions=["decide"])
    def publish(self, request: HttpRequest, queryset: QuerySet[QueuedComment]) -> None:
        """Publish those that are ticked, each by itself; all that a list stretches over was read by nobody."""
        self._publish(request, request.POST.getlist(ACTION_CHECKBOX_NAME))

    def after(self, request: HttpRequest, comment: Comment) -> str:
        """Return the page of the next comment that waits: a later one, or the first, and never one's own,
        nor what another moderator examines.
        """
        person = person_at(request)
        free = Q(claim=None) | Q(claim__until__lte=timezone.now()) | Q(claim__moderator=person)
        others = Comment.objects.waiting().filter(free).exclude(author=person).order_by("created_at", "id")
        later = Q(created_at__gt=comment.created_at) | Q(created_at=comment.created_at, pk__gt=comment.pk)
        following = others.filter(later).first() or others.exclude(pk=comment.pk).first()
        if following is None:
            return reverse("admin:comments_queuedcomment_changelist")
        return reverse("admin:comments_queuedcomment_change", args=[following.pk])

    def _publish(self, request: HttpRequest, keys: list[str]) -> None:
        """Publish each comment that still is what was on the screen; say of each other one what stood against it."""
        published = 0
        for key in keys:
            try:
                self._publish_one(request, key)
                published += 1
            except (StaleMove, MoveNotAllowed) as refusal:
                said = {"number": key, "why": refusal.told_to_staff()}
                messages.warning(request, _("Comment %(number)s: %(why)s") % said)
            except (Comment.DoesNotExist, ValueError):
                messages.warning(request, _("Comment %(number)s was not found.") % {"number": key})
        if published:
            told = ngettext("%(count)d comment published.", "%(count)d comments published.", published)
            messages.success(request, told % {"count": published})

    def _publish_one(self, request: HttpRequest, key: str) -> None:
        pk = number(key)
        if pk is None:
            raise ValueError(key)
        seen = Seen.parse(request.POST.get(f"seen-{pk}", ""))
        person = person_at(request)
        undo.offer(request, seen.comment(pk, by=person).publish(by=person, last_report=seen.last_report))
        Claim.objects.release(pk, by=person)
