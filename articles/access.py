"""Who reads what of an article, asked for a request: each page, feed and file that holds an article asks here."""

import re
from dataclasses import replace

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from articles import meter, paywall, view_as
from articles.meter import Meter
from articles.models import Article, GiftLink, MeterReading
from articles.paywall import Access, Reader
from newsroom.lib import rendering
from newsroom.subscribers.models import User

PROGRAM = re.compile(r"bot|crawl|spider|preview|externalhit|whatsapp", re.IGNORECASE)


def of(request: HttpRequest, article: Article, gift: GiftLink | None) -> Access:
    """Return whether who asks gets the whole of the article, and why: two queries at most, none for a free one.

    `gift` is the link that was followed to it, as `gift_link` found it.
    """
    eyes = view_as.of(request)
    if eyes:
        return paywall.decide(article, eyes.reader, Meter(settings.METER))
    reader = _reader(request, article, gift)
    return paywall.decide(article, reader, _meter(request, article, reader))


def reads_everything(request: HttpRequest) -> bool:
    """Return whether who asks reads the whole of any article: two queries at most, none for a stranger."""
    eyes = view_as.of(request)
    reader = eyes.reader if eyes else _member(request.user)
    return paywall.decide(Article(access=Article.Access.SUBSCRIBERS), reader, Meter()).granted


def gift_link(request: HttpRequest, article: Article) -> GiftLink | None:
    """Return the gift link to the article that was followed, whatever became of it; None where none was."""
    token = request.GET.get("gift")
    return GiftLink.objects.followed(article, token) if token else None


def is_a_reading(request: HttpRequest) -> bool:
    """Return whether somebody looks at the page, as far as a browser tells.

    What fetches ahead, and what calls itself a program, is left out of what a giver sees counted; it decides nothing.
    """
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    return request.method == "GET" and not ahead and not PROGRAM.search(request.headers.get("User-Agent", ""))


def open_by_meter(request: HttpRequest, response: HttpResponse, article: Article) -> None:
    """Count the article as opened this month: in the account, or signed out in the cookie of the response."""
    now = timezone.now()
    if not isinstance(request.user, AnonymousUser):
        MeterReading.objects.open(request.user, [article.pk], now)
        return
    opened = meter.read(request.COOKIES.get(meter.COOKIE, ""), now)
    response.set_cookie(
        meter.COOKIE,
        meter.cookie([*opened, article.pk], now),
        expires=meter.next_month(now),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _reader(request: HttpRequest, article: Article, gift: GiftLink | None) -> Reader:
    person = request.user
    is_given = gift is not None and gift.is_living
    if isinstance(person, AnonymousUser):
        return Reader(gift=is_given)
    if article.access == Article.Access.FREE:
        return Reader(signed_in=True, staff=person.is_staff)
    return replace(_member(person), gift=is_given and not person.is_staff)


def _member(person: User | AnonymousUser) -> Reader:
    """Return what somebody is to the paywall by their account alone."""
    if isinstance(person, AnonymousUser):
        return Reader()
    if person.is_staff:
        return Reader(signed_in=True, staff=True)
    subscription = person.opening_subscription
    late = subscription is not None and subscription.in_grace()
    return Reader(signed_in=True, subscribed=subscription is not None and not late, in_grace=late)


def _meter(request: HttpRequest, article: Article, reader: Reader) -> Meter:
    """Return where the reader's meter stands; for who needs none, an empty one without asking."""
    if article.access != Article.Access.METERED or reader.staff or reader.subscribed or reader.in_grace:
        return Meter()
    if not isinstance(request.user, AnonymousUser):
        return Meter(settings.METER, MeterReading.objects.opened_by(request.user))
    rendering.is_metered()
    return Meter(settings.METER, meter.read(request.COOKIES.get(meter.COOKIE, ""), timezone.now()))
