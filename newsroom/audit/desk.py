"""What lists at the desk share that nobody writes in, or whose reading is noted."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


class ReadOnlyAdmin[Row: Model](admin.ModelAdmin[Row]):
    """Nobody adds, changes or deletes a row here."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return False


def shown(page: HttpResponse, name: str) -> Any:
    """Return what the page is about to show under that name; None where it is another page, that leads elsewhere."""
    return (page.context_data or {}).get(name) if isinstance(page, TemplateResponse) else None
