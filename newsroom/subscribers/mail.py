"""The task that sends the mail of the accounts, so that no reader waits for a mail server."""

from django.core.mail import EmailMessage
from django.tasks import task


@task
def deliver(subject: str, body: str, to: list[str]) -> None:
    """Send a mail in plain text, from the paper."""
    EmailMessage(subject, body, to=to).send()
