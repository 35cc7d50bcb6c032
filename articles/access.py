"""Who reads what of an article, asked for a request: each page, feed and file that holds an article asks here."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from articles import meter, paywall
from articles.meter import Meter
from articles.models import Article, MeterReading
from articles.paywall import Access, Reader


def of(request: HttpRequest, article: Article) -> Access:
    """Return whether who asks gets the whole of the article, and why: two queries at most, none for a free one."""
    reader = _reader(request, article)
    return paywall.decide(article, reader, _meter(request, article, reader))


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


def _reader(request: HttpRequest, article: Article) -> Reader:
    person = request.user
    if isinstance(person, AnonymousUser):
        return Reader()
    if article.access == Article.Access.FREE or person.is_staff:
        return Reader(signed_in=True, staff=person.is_staff)
    subscription = person.subscriptions.entitling().lasting_longest()
    late = subscription is not None and subscription.in_grace()
    return Reader(signed_in=True, subscribed=subscription is not None and not late, in_grace=late)


def _meter(request: HttpRequest, article: Article, reader: Reader) -> Meter:
    """Return where the reader's meter stands; for who needs none, an empty one without asking."""
    if article.access != Article.Access.METERED or reader.staff or reader.subscribed or reader.in_grace:
        return Meter()
    if not isinstance(request.user, AnonymousUser):
        return Meter(settings.METER, MeterReading.objects.opened_by(request.user))
    return Meter(settings.METER, meter.read(request.COOKIES.get(meter.COOKIE, ""), timezone.now()))
