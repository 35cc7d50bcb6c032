"""A subscriber's own podcast: the page of their account with its address, and the feed their application reads."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from articles import listening
from articles.models import Article, Narration, PodcastKey
from newsroom.lib.addresses import absolute
from newsroom.lib.secrecy import keep_secret
from newsroom.lib.xml_text import readable
from newsroom.subscribers.models import User

LATEST_IN_A_PODCAST = 50


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def podcast(request: HttpRequest) -> HttpResponse:
    """Show the address of the reader's podcast; give another, or take it back."""
    reader = cast(User, request.user)
    if request.method != "POST":
        key = PodcastKey.objects.filter(user=reader).first()
        address = absolute(reverse("podcast-feed", args=[key.token])) if key else ""
        context = {"address": address, "hears": listening.hears(reader)}
        return render(request, "articles/podcast.html", context)
    if "close" in request.POST:
        PodcastKey.objects.take_back(reader)
        messages.success(request, _("The address opens nothing any more."))
    elif listening.hears(reader):
        PodcastKey.objects.give(reader)
        messages.success(request, _("Here is your address: give it to your podcast application, and to nobody else."))
    else:
        raise PermissionDenied(_("Audio is for subscribers"))
    return redirect("podcast")


@never_cache
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Emit the latest articles read aloud, for the application of whose key that is."""
    reader = PodcastKey.objects.holder(token)
    if reader is None:
        raise Http404(_("There is no such podcast."))
    if not listening.hears(reader):
        raise PermissionDenied(_("Audio is for subscribers"))
    context = {
        "site_name": settings.SITE_NAME,
        "site_address": absolute(reverse("front")),
        "here": absolute(request.path),
        "language": settings.LANGUAGE_CODE,
        "entries": [_entry(article, narration, token) for article, narration in _latest()],
    }
    text = readable(render_to_string("articles/podcast.xml", context))
    return keep_secret(HttpResponse(text, content_type="application/rss+xml; charset=utf-8"))


def _latest() -> list[tuple[Article, Narration]]:
    """Return the latest articles with the sound that is played of each: two queries and those of their cards."""
    heard = Narration.objects.playable().values("article")
    articles = list(Article.objects.published().filter(pk__in=heard).for_cards().latest_first()[:LATEST_IN_A_PODCAST])
    sounds = Narration.objects.playable().filter(article__in=articles).defer("cues").order_by("rank", "id")
    best = {sound.article_id: sound for sound in sounds}
    return [(article, best[article.pk]) for article in articles if article.pk in best]


def _entry(article: Article, narration: Narration, token: str) -> dict[str, object]:
    sound = f"{absolute(reverse('audio', args=[article.pk]))}?key={token}"
    minutes, seconds = divmod(round(narration.seconds), 60)
    return {
        "article": article,
        "address": absolute(article.get_absolute_url()),
        "sound": sound,
        "size": narration.size,
        "lasts": f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}",
    }
