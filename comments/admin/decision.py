"""The decisions in the admin: to read, never to write; and the figures made of them."""

from django.contrib import admin
from django.urls import URLPattern, path

from comments.admin.figures import figures_view, statements_view
from comments.admin.lists import DeskAdmin, Tabs
from comments.models import Decision


@admin.register(Decision)
class DecisionAdmin(DeskAdmin[Decision]):
    """Lists decisions, the latest first."""

    list_display = ("decided_at", "member", "was", "now", "restriction", "charter_rule", "decided_by", "notified_at")
    list_select_related = ("member", "charter_rule", "decided_by")
    list_filter = (("restriction", Tabs),)
    name_field = "member__display_name_key"

    def get_urls(self) -> list[URLPattern]:
        wrapped = self.admin_site.admin_view
        return [
            path("figures/", wrapped(figures_view), name="comments_decision_figures"),
            path("statements/<int:year>/", wrapped(statements_view), name="comments_decision_statements"),
            *super().get_urls(),
        ]
