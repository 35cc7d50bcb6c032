"""security.txt (RFC 9116): whom to tell of a hole in the site's security."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from newsroom.lib import pagecache
from newsroom.lib.addresses import absolute

# It has to end within a year, so that an abandoned site does not speak for ever (RFC 9116, 2.5.5).
HOLDS = timedelta(days=180)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say where to write, in which languages, and until when this holds; nothing where nobody was named."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    languages = sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != settings.LANGUAGE_CODE)
    fields = [
        ("Contact", contact_address(settings.SECURITY_CONTACT)),
        ("Expires", _until(timezone.now()).isoformat()),
        ("Preferred-Languages", ", ".join(languages)),
        ("Canonical", absolute(reverse("security-txt"))),
        ("Policy", settings.SECURITY_POLICY),
    ]
    text = "".join(f"{name}: {value}\r\n" for name, value in fields if value)
    return pagecache.for_everyone(request, HttpResponse(text, content_type="text/plain; charset=utf-8"))


def contact_address(contact: str) -> str:
    """Return a contact as the file has it: an address to follow."""
    return contact if contact.startswith(("https://", "mailto:")) else f"mailto:{contact}"


def _until(now: datetime) -> datetime:
    """Return when the file ends, the same all through a month, so that it changes no oftener."""
    return (now.astimezone(UTC) + HOLDS).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
