"""The pages of law: terms of use, personal data, legal notice, accessibility."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from comments.text import COMMENT_MAX_LENGTH
from newsroom import languages, retention
from newsroom.lib import pagecache
from newsroom.subscribers.models.ending import RENUNCIATION_DAYS
from newsroom.subscribers.payment import policy, provider

PUBLISHER_LABELS = {
    "company": pgettext_lazy("company", "Name"),
    "legal_form": _("Legal form and capital"),
    "address": _("Registered office"),
    "registration": _("Registration"),
    "publication_director": _("Publication director"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
}
HOST_LABELS = {
    "host_name": pgettext_lazy("company", "Name"),
    "host_address": _("Address"),
    "host_phone": _("Telephone"),
}
DAY = timedelta(days=1)


@pagecache.kept()
@pagecache.same_for_strangers
@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    context = {
        "publisher": _publisher(),
        "comment_max_length": COMMENT_MAX_LENGTH,
        "failed_payment": policy.steps() if provider.current() else [],
        "renunciation_days": RENUNCIATION_DAYS,
    }
    return render(request, "legal/terms.html", context)


@pagecache.kept()
@pagecache.same_for_strangers
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    context = {
        "publisher": _publisher(),
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "session_days": timedelta(seconds=settings.SESSION_COOKIE_AGE) // DAY,
        "language_cookie": languages.COOKIE,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "csrf_days": timedelta(seconds=settings.CSRF_COOKIE_AGE) // DAY,
        "retention": retention.TABLE,
    }
    return render(request, "legal/privacy.html", context)


@pagecache.kept()
@pagecache.same_for_strangers
@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    publisher = _publisher()
    context = {
        "publisher": publisher,
        "publisher_facts": _filled(publisher, PUBLISHER_LABELS),
        "host_facts": _filled(publisher, HOST_LABELS),
    }
    return render(request, "legal/legal.html", context)


@pagecache.kept()
@pagecache.same_for_strangers
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "legal/accessibility.html", {"publisher": _publisher()})


def _publisher() -> dict[str, str]:
    return asdict(settings.PUBLISHER)


def _filled(publisher: dict[str, str], labels: Mapping[str, Promise]) -> list[tuple[Promise, str]]:
    """Return the facts that are filled in, each after its label."""
    return [(label, publisher[key]) for key, label in labels.items() if publisher[key]]
