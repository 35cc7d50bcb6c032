"""What a visitor does with the pages of the accounts: post a form, follow a mailed link."""

import re
from typing import TYPE_CHECKING

from django.core import mail
from django.http import HttpResponse
from django.test import Client

from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer
else:
    Answer = HttpResponse

__all__ = ["Answer", "mailed_link", "sign_in", "text_of"]

LINK = re.compile(r"^http\S+$", re.MULTILINE)
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
