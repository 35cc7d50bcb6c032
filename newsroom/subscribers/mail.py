"""The task that sends the mail of the accounts, so that no reader waits for a mail server."""

from django.conf import settings
from django.tasks import task
from django.utils import translation

from newsroom.lib import letters


@task
def deliver(subject: str, body: str, to: list[str], language: str = "") -> None:
    """Send a letter, written in that language or in the paper's."""
    with translation.override(language or settings.LANGUAGE_CODE):
        for address in to:
            letters.send(subject, body, address)
