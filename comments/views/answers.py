"""What the pages where a text is sent answer with."""

from django.http import HttpResponse

from comments.forms import TextForm


def refused(form: TextForm, page: HttpResponse) -> HttpResponse:
    """Return the page with the refused form, which says to a program too when to go on."""
    if form.retry_after:
        page.headers["Retry-After"] = str(form.retry_after)
    return page
