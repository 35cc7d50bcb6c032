"""Letters: the plain words, and the page of the same words for who reads mail as pages."""

import re
from html import unescape

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import translation

from newsroom.lib import letters
from newsroom.lib.markup import to_text

TEXT = """Bonjour Alice,

Votre commentaire a été retiré. Vous aviez écrit :

> Voir <script>alert(1)</script>
> https://exemple.test/ailleurs
>
> Et encore.

Pour contester cette décision :
https://courrier.test/appeals/author.12.abc/

Le Courrier
"""


def sent(text: str = TEXT) -> EmailMultiAlternatives:
    letters.send("Votre commentaire", text, "alice@exemple.test", {"List-Unsubscribe": "<https://courrier.test/stop>"})
    letter = mail.outbox[-1]
    assert isinstance(letter, EmailMultiAlternatives)
    return letter


def page(letter: EmailMultiAlternatives) -> str:
    [(content, kind)] = letter.alternatives
    assert kind == "text/html"
    return str(content)


def words(text: str) -> list[str]:
    return re.sub(r"(?m)^> ?", "", text).split()


def test_the_page_says_the_words_of_the_text_and_no_other() -> None:
    letter = sent()
    body = page(letter).partition("</h1>")[2]

    assert letter.body == TEXT
    assert to_text(body).split() == words(TEXT)


def test_what_was_typed_is_quoted_and_harmless() -> None:
    html = page(sent())
    quotation = html.partition("<blockquote>")[2].partition("</blockquote>")[0]

    assert "<script" not in html
    assert unescape(quotation).count("<script>alert(1)</script>") == 1
    assert "Et encore." in quotation
    assert "Pour contester" not in quotation


def test_each_address_can_be_followed() -> None:
    html = page(sent())

    for address in ("https://exemple.test/ailleurs", "https://courrier.test/appeals/author.12.abc/"):
        assert f'href="{address}"' in html


def test_nothing_is_fetched_to_show_it() -> None:
    assert not re.search(r"<(img|link|script|iframe)|url\(|@import", page(sent()))


def test_the_headers_of_the_mail_are_kept() -> None:
    assert sent().extra_headers == {"List-Unsubscribe": "<https://courrier.test/stop>"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_says_in_which_language_it_is(language: str) -> None:
    with translation.override(language):
        assert f'<html lang="{language}">' in page(sent())
