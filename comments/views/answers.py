"""What the pages where a text is sent answer with."""

from django.http import HttpResponse, HttpResponseRedirect

from comments.forms import TextForm


def see_other(address: str) -> HttpResponse:
    """Send the reader to what became of their text; to load that page anew sends nothing again."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def refused(form: TextForm, page: HttpResponse) -> HttpResponse:
    """Return the page with the refused form, which says to a program too when to go on."""
    if form.retry_after:
        page.headers["Retry-After"] = str(form.retry_after)
    return page
