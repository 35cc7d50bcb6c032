"""Pictures in the admin."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.forms import PictureForm
from articles.models import Picture


@admin.register(Picture)
class PictureAdmin(admin.ModelAdmin[Picture]):
    """The pictures of the paper, with their words."""

    form = PictureForm
    fields = ("image", "shown", "alt_text", "decorative", "caption", "credit")
    readonly_fields = ("shown",)
    list_display = ("shown", "__str__", "credit", "decorative")
    list_display_links = ("shown", "__str__")
    list_filter = ("decorative",)
    list_per_page = 40
    search_fields = ("caption", "alt_text", "credit")
    show_full_result_count = False

    @admin.display(description=_("picture"))
    def shown(self, picture: Picture) -> str | SafeString:
        """The picture itself, small."""
        if not picture.image:
            return ""
        width = max(1, round(90 * picture.width / picture.height))
        return format_html('<img src="{}" alt="" width="{}" height="90" loading="lazy">', picture.image.url, width)
