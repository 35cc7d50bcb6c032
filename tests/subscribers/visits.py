"""What a visitor does with the pages of the accounts: post a form, follow a mailed link."""

import re
import time
from typing import TYPE_CHECKING

from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer
else:
    Answer = HttpResponse

__all__ = ["Answer", "key_on", "mailed_link", "one_time_code", "set_up_an_app", "sign_in", "text_of"]

LINK = re.compile(r"^http\S+$", re.MULTILINE)
APP = "/accounts/2fa/totp/activate/"
KEY = re.compile(r'<code class="key">(\w+)</code>')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> Answer:
    """Post the sign-in form and return the answer."""
    return client.post("/accounts/login/", {"login": email, "password": password, **more})


def mailed_link(part: str) -> str:
    """Return the path of the one link holding `part` in the mail sent last."""
    (link,) = [str(link) for link in LINK.findall(str(mail.outbox[-1].body)) if part in link]
    return link.removeprefix("http://127.0.0.1:8000")


def text_of(answer: Answer) -> str:
    """Return the page without the token, which differs at each request."""
    return TOKEN.sub("", answer.content.decode())


def one_time_code(key: str, at: float | None = None) -> str:
    """Return what an authenticator app shows for the key, now or at another time."""
    counter = int(time.time() if at is None else at) // 30
    return str(totp.format_hotp_value(totp.hotp_value(key, counter)))


def key_on(page: str) -> str:
    """Return the key that the page shows for an authenticator app."""
    found = KEY.search(page)
    assert found
    return found[1]


def set_up_an_app(client: Client, onward: str = "") -> str:
    """Set an authenticator app up, on the way to `onward`; return its key."""
    more = {"next": onward} if onward else {}
    key = key_on(client.get(APP, more).content.decode())
    answer = client.post(APP, {"code": one_time_code(key), **more})
    assert answer.status_code == 302
    return key
