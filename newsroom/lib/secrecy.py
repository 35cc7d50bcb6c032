"""Addresses that hold a secret: whoever has one is let in, so that it goes no further than its holder takes it."""

import re
import secrets

from django.http import HttpResponse

TOKEN_BYTES = 24
# What such a number of bytes is written as; nothing else is looked for.
TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


def new_token() -> str:
    """Return what nobody guesses: 192 random bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def is_token(given: str) -> bool:
    """Return whether the text could be one of ours."""
    return bool(TOKEN.fullmatch(given))


def keep_secret(response: HttpResponse, *, has_forms: bool = False) -> HttpResponse:
    """Keep the token of the address from search engines, and from every site that the page leads to.

    A page under « no-referrer » sends its forms with `Origin: null`, which the check of forms refuses: where it has
    any, the policy lets the address go to this site alone.
    """
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "same-origin" if has_forms else "no-referrer"
    return response
