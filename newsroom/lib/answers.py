"""Answers that several pages give."""

from django.http import HttpResponse, HttpResponseRedirect


def see_other(address: str) -> HttpResponse:
    """Send the reader to what became of what they sent (303); to load that page anew sends nothing again."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
