"""The charter in force, and its former versions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comments.models import Charter
from newsroom.lib import pagecache


@pagecache.kept()
@pagecache.same_for_strangers
@require_safe
def charter(request: HttpRequest, version: int | None = None) -> HttpResponse:
    """Show the charter in force, or a former version."""
    published = Charter.objects.with_rules().filter(published_at__lte=timezone.now())
    found = published.first() if version is None else get_object_or_404(published, version=version)
    return render(request, "comments/charter.html", {"charter": found})
