"""How often one account or one mailbox may be tried, by whomever: what no network address alone shows.

None of it keeps an owner out. Past these limits a password asks for a mailed code besides, and mail stops for a while.
"""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

APP = "newsroom.accounts"
# NIST SP 800-63B-4, 3.2.2: no more than a hundred failures on one account; from then on a password alone opens nothing.
RATES = {
    "failed": "100/d/key",
    # Codes sent to one mailbox. A password, a passkey and a link for a new password open the account meanwhile.
    "code": "20/h/key",
}


def count(request: HttpRequest, what: str, email: str) -> bool:
    """Count it once more for that address; return whether there was room."""
    return _consume(request, what, email)


def is_full(request: HttpRequest, what: str, email: str) -> bool:
    """Return whether there is no room for one more, and count nothing."""
    return not _consume(request, what, email, dry_run=True)


def _consume(request: HttpRequest, what: str, email: str, *, dry_run: bool = False) -> bool:
    key = email.lower()
    return bool(
        ratelimit.consume(request, app=APP, action=what, config=RATES, key=key, dry_run=dry_run, limit_get=True)
    )
