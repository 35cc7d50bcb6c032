"""The article's page as members see it to whom it is the same: made once for all of them, with a hole for each name.

What decides who gets which is asked of the database at every request; only what all of one kind see is remembered.
"""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from articles import access, article_page, view_as
from articles.models import Article
from articles.paywall import Access, Reason
from articles.view_as import Eyes
from newsroom.lib import remembering, rendering
from newsroom.lib.shells import Shell

# The answers that say nothing of the one reader: no meter of theirs, no date, no link that they followed.
SHARED = frozenset({Reason.FREE, Reason.SUBSCRIBER, Reason.NO_SUBSCRIPTION})


def article(request: HttpRequest, pk: int) -> HttpResponse | None:
    """Return the article's page for who is signed in; None where it is made for them alone, or is none."""
    eyes = view_as.alike(request.user)
    if eyes is None or "gift" in request.GET:
        return None
    album = remembering.album(("article", pk), pk)
    found = album.part("row", lambda: Article.objects.for_page().filter(pk=pk).first())
    if found is None or not found.is_public() or request.path != found.get_absolute_url():
        return None
    answer = access.of(request, found, None)
    if answer.reason not in SHARED:
        return None
    shell = album.part((get_language(), answer, eyes), lambda: _shell(request, found, answer, eyes))
    return HttpResponse(shell.filled(request, {"album": album}))


def _shell(request: HttpRequest, found: Article, answer: Access, eyes: Eyes) -> Shell:
    """Return the page as it is for all who have these eyes, until the clock publishes what else it names."""
    coming = Article.objects.next_publication(timezone.now())
    if coming is not None:
        rendering.holds_until(coming)
    return Shell("articles/article.html", request, article_page.context(found, answer), holes=["article"], reader=eyes)
