"""The audit trail in the admin: to read, never to write."""

from django.contrib import admin

from newsroom.audit.desk import ReadOnlyAdmin
from newsroom.audit.models import Entry


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin[Entry]):
    """Shows entries, latest first."""

    list_display = ("at", "actor", "action", "subject")
    list_select_related = ("actor",)
    list_filter = ("action",)
    search_fields = ("=subject",)
