"""The address to which a payment provider tells what happened."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from newsroom.subscribers import payments
from newsroom.subscribers.payment import provider


# The provider has no token of a form: its signature is the proof.
@csrf_exempt
@never_cache
@require_POST
def webhook(request: HttpRequest, name: str) -> HttpResponse:
    """Take in what is told, once; an error of ours answers 500, and the provider tells it again."""
    teller = provider.heard(name)
    if teller is None:
        raise Http404
    try:
        payments.receive(teller, request.body, request.headers)
    except provider.Unsigned:
        return HttpResponse(status=400)
    return HttpResponse(status=204)
