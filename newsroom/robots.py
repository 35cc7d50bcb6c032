"""robots.txt (RFC 9309): who may take in the pages, and where the sitemaps are."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from newsroom.crawlers import PURPOSES
from newsroom.lib import pagecache
from newsroom.lib.addresses import absolute


@pagecache.kept()
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Refuse the whole site to the crawlers of each purpose that is not let in, and nothing to all others.

    No single page is refused: what is to stay out of search says so itself, and has to be read to say it.
    """
    context = {
        "refused": [name for purpose, names in PURPOSES.items() if purpose not in settings.ROBOTS for name in names],
        "training": "training" in settings.ROBOTS,
        "sitemaps": [absolute(reverse(name)) for name in ("sitemap", "sitemap-news")],
    }
    text = render_to_string("documents/robots.txt", context)
    return pagecache.for_everyone(request, HttpResponse(text, content_type="text/plain; charset=utf-8"))
