"""The paper's icon, where browsers look for it by themselves, and the manifest that names it for a home screen."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from newsroom.lib import pagecache

FAVICON = Path(__file__).parent / "static" / "img" / "favicon.ico"
# The ground that a page begins on, before its styles are read: `--paper` of css/tokens.css.
PAPER = "#ffffff"
# By file: its side in pixels, and what for; a maskable one may be cut to a circle of four fifths.
ICONS = {"icon-192": (192, "any"), "icon-512": (512, "any"), "icon-maskable": (512, "maskable")}


@pagecache.kept()
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Answer who asks for the icon without having read a page."""
    return pagecache.for_everyone(request, HttpResponse(FAVICON.read_bytes(), content_type="image/x-icon"))


@pagecache.kept()
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Say how the paper stands on a home screen (W3C Web Application Manifest)."""
    icons = [
        {"src": static(f"img/{name}.png"), "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}
        for name, (side, purpose) in ICONS.items()
    ]
    said = {
        "id": reverse("front"),
        "start_url": reverse("front"),
        "scope": reverse("front"),
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "lang": settings.LANGUAGE_CODE,
        "dir": "ltr",
        "display": "minimal-ui",
        "theme_color": PAPER,
        "background_color": PAPER,
        "categories": ["news"],
        "icons": icons,
    }
    response = JsonResponse(said, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
    return pagecache.for_everyone(request, response)
