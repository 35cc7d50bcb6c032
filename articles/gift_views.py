"""The articles that a subscriber offers: to give one, to see what became of them, to take one back."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from articles import meter, paywall
from articles.models import Article, GiftLink
from articles.models.gift_link import GIFTS_A_MONTH, LASTS, NoGiftLeft
from newsroom.lib.answers import see_other
from newsroom.lib.numbers import whole
from newsroom.lib.paging import page_of
from newsroom.subscribers.models import User

A_PAGE = 20


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def gifts(request: HttpRequest) -> HttpResponse:
    """Show what the member offered, the latest first; offer one more article."""
    if request.method != "POST":
        return _page(request)
    article = _asked(request)
    giver = cast(User, request.user)
    if article.access not in paywall.WALLED:
        raise PermissionDenied(_("Everybody reads this article: send its address."))
    if not giver.subscription_runs():
        raise PermissionDenied(_("Only subscribers offer articles."))
    try:
        gift = GiftLink.objects.offer(article, by=giver)
    except NoGiftLeft:
        return _none_left(request)
    messages.success(request, _("Here is your link: send it to whom you like."))
    return see_other(f"{reverse('gifts')}#gift-{gift.pk}")


@require_POST
@never_cache
@login_required
def revocation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a link of the member's own back."""
    giver = cast(User, request.user)
    get_object_or_404(GiftLink, pk=pk, giver=giver).revoke(by=giver)
    messages.success(request, _("The link opens the article no longer."))
    return see_other(reverse("gifts"))


def _asked(request: HttpRequest) -> Article:
    """Return the article that the form names, where readers see it."""
    key = whole(request.POST.get("article", ""))
    if key is None:
        raise Http404(_("There is no such article."))
    return get_object_or_404(Article.objects.published(), pk=key)


def _none_left(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    response = _page(request, status=429)
    response.headers["Retry-After"] = str(int((meter.next_month(now) - now).total_seconds()) + 1)
    return response


def _page(request: HttpRequest, status: int = 200) -> HttpResponse:
    giver = cast(User, request.user)
    given = GiftLink.objects.filter(giver=giver).select_related("article__section", "giver")
    page = page_of(request, given, A_PAGE)
    offered = GiftLink.objects.offered_this_month(giver, timezone.now())
    context = {
        "page": page,
        "left": max(0, GIFTS_A_MONTH - offered),
        "refused": status == 429,
        "number": GIFTS_A_MONTH,
        "days": LASTS.days,
    }
    return render(request, "articles/gifts.html", context, status=status)
