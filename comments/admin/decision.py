"""The decisions in the admin: to read, never to write."""

from django.contrib import admin

from comments.admin.lists import DeskAdmin, Tabs
from comments.models import Decision


@admin.register(Decision)
class DecisionAdmin(DeskAdmin[Decision]):
    """Lists decisions, the latest first."""

    list_display = ("decided_at", "member", "was", "now", "restriction", "charter_rule", "decided_by", "notified_at")
    list_select_related = ("member", "charter_rule", "decided_by")
    list_filter = (("restriction", Tabs),)
    name_field = "member__display_name_key"
