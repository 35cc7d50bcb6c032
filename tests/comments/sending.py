"""Send a comment as the form does, and read what the answer gives back."""

import re
from html import unescape

from django.http import HttpResponseBase
from django.test import Client

from articles.models import Article
from tests.comments.pages import text_of

TEXTAREA = re.compile(r"<textarea[^>]*>\n?(.*?)</textarea>", re.DOTALL)
# Signs that HTML minds, an emoji: what must come back as it was typed.
TYPED = "Bonjour <b>à tous</b> & « merci » \U0001f600"


def send(client: Client, article: Article, body: str, **more: str) -> HttpResponseBase:
    """Post the form under an article."""
    return client.post(f"/discussions/{article.pk}/", {"body": body, "key": "une-clef", **more})


def given_back(answer: HttpResponseBase) -> str:
    """Return the text that the page holds for its author."""
    found = TEXTAREA.search(text_of(answer))
    assert found is not None
    return unescape(found[1])
