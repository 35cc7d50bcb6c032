"""Whence a request was sent: a page of this site, or one of another."""

from django.http import HttpRequest


def is_from_here(request: HttpRequest) -> bool:
    """Return whether the browser says that a page of this site sent the request, or says nothing.

    A page under « no-referrer » sends its forms with `Origin: null`; Sec-Fetch-Site still tells where it stands.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin", here) == here
