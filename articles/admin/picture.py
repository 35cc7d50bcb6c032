"""Pictures in the admin: the library, and the page of one picture with the point that no crop may lose."""

import json
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles import body
from articles.admin.page import editor
from articles.models import Article, Picture
from articles.picture_forms import PictureForm
from newsroom.lib.renditions import RATIOS

THUMBNAIL_HEIGHT = 90
# As many as one looks through; who looks for another searches.
IN_LIBRARY = 24


@admin.register(Picture)
class PictureAdmin(admin.ModelAdmin[Picture]):
    """The pictures of the paper, with their words. A file stays: another one is another picture."""

    form = PictureForm
    change_form_template = "admin/articles/picture/change_form.html"
    list_display = ("shown", "__str__", "credit", "decorative")
    # Its words lead on: the picture beside them has none of its own.
    list_display_links = ("__str__",)
    list_filter = ("decorative",)
    list_per_page = 40
    search_fields = ("caption", "alt_text", "credit")
    show_full_result_count = False

    def get_urls(self) -> list[URLPattern]:
        library = self.admin_site.admin_view(self.library)
        return [path("library/", library, name="articles_picture_library"), *super().get_urls()]

    def library(self, request: HttpRequest) -> HttpResponse:
        """Show the pictures that have all the words, the latest first: what the body editor chooses from."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found, _may_repeat = self.get_search_results(request, self.get_queryset(request), request.GET.get("q", ""))
        pictures = [(one, json.dumps(body.said(one))) for one in found.order_by("-pk")[:IN_LIBRARY]]
        return render(request, "admin/articles/picture/library.html", {"pictures": pictures})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Picture]:
        return super().get_queryset(request).prefetch_related("renditions")

    def get_fieldsets(self, request: HttpRequest, obj: Picture | None = None) -> Any:
        words = {"fields": ("alt_text", "decorative", "caption", "credit")}
        focus = {
            "fields": ("focal_x", "focal_y"),
            "classes": ("focus-fields",),
            "description": _(
                "The point that no crop may lose: a face, the subject. Click it, or write where it stands."
            ),
        }
        if obj is None:
            return [(None, {"fields": ("image", *words["fields"])})]
        return [(None, words), (_("Focal point"), {**focus, "fields": ("framing", *focus["fields"])})]

    def get_readonly_fields(self, request: HttpRequest, obj: Picture | None = None) -> tuple[str, ...]:
        return ("framing",) if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Picture | None = None) -> bool:
        # The words of a picture are published with the article that shows it, as they are saved.
        may_change = super().has_change_permission(request, obj)
        if obj is None or not may_change or request.user.has_perm("articles.publish_article"):
            return may_change
        return not Article.objects.filter(status=Article.Status.PUBLISHED).showing(obj).exists()

    @admin.display(description=_("picture"))
    def shown(self, picture: Picture) -> str | SafeString:
        """The picture itself, small."""
        if not picture.image:
            return ""
        width = max(1, round(THUMBNAIL_HEIGHT * picture.width / picture.height))
        return format_html(
            '<img src="{}" alt="" width="{}" height="{}" loading="lazy">', picture.thumbnail, width, THUMBNAIL_HEIGHT
        )

    @admin.display(description=_("picture"))
    def framing(self, picture: Picture) -> SafeString:
        """The picture to click, and what its crops show."""
        return render_to_string("admin/articles/picture/framing.html", {"picture": picture, "ratios": list(RATIOS)})

    def save_model(self, request: HttpRequest, obj: Picture, form: PictureForm, change: bool) -> None:
        by = editor(request)
        if not change:
            obj.keep(by=by)
        elif form.changed_data:
            obj.revise(by=by, fields=set(form.changed_data))
        for note in form.notes:
            self.message_user(request, note, messages.INFO)
