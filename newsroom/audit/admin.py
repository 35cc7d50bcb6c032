"""The audit trail in the admin: to read, never to write."""

from django.contrib import admin
from django.http import HttpRequest

from newsroom.audit.models import Entry


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin[Entry]):
    """Shows entries, latest first."""

    list_display = ("at", "actor", "action", "subject")
    list_select_related = ("actor",)
    list_filter = ("action",)
    search_fields = ("=subject",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False
