"""The sound of an article and its cues, for who may listen: asked at each request, kept by no cache."""

from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import listening
from articles.models import Article, Narration
from newsroom.lib import byte_ranges

TYPE = "audio/mpeg"


@require_safe
def audio(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give the sound of an article, whole or a stretch of it, to who may listen."""
    narration = _narration(request, pk)
    if settings.ACCEL_LOCATION:
        # The web server in front hands the file over, stretches and all; the answer is ours.
        response: HttpResponseBase = HttpResponse(content_type=TYPE)
        response["X-Accel-Redirect"] = f"{settings.ACCEL_LOCATION.rstrip('/')}/{quote(narration.file_name)}"
    else:
        response = _file(request, narration)
    # An application that plays on the web asks from elsewhere, with its reader's key.
    return _for_one(response, anywhere="key" in request.GET)


@require_safe
def cues(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give the cues of an article: when each sentence is heard, and between which signs of the page it stands."""
    narration = _narration(request, pk)
    rows = [[one["part"], one["first"], one["last"], one["start"], one["end"]] for one in narration.cues]
    return _for_one(JsonResponse({"version": narration.version, "duration": narration.seconds, "cues": rows}))


def _narration(request: HttpRequest, pk: int) -> Narration:
    """Return what may be heard of the article now, by who asks; refuse all else."""
    if not listening.may_listen(request):
        raise PermissionDenied(_("Audio is for subscribers"))
    public = Article.objects.published().filter(pk=pk)
    narration = Narration.objects.playable().filter(article__in=public).first()
    if narration is None or request.GET.get("v", narration.version) != narration.version:
        # Withdrawn, or corrected since the page was shown.
        raise Http404(_("There is no such sound, or there is another by now."))
    return narration


def _file(request: HttpRequest, narration: Narration) -> HttpResponseBase:
    try:
        file = narration.storage.open(narration.file_name)
    except FileNotFoundError:
        raise Http404(_("There is no such sound, or there is another by now.")) from None
    return byte_ranges.answer(request, file, narration.size, f'"{narration.version}"', TYPE)


def _for_one(response: HttpResponseBase, *, anywhere: bool = False) -> HttpResponseBase:
    """Keep it from every cache, and from whoever would show it elsewhere."""
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "cross-origin" if anywhere else "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
