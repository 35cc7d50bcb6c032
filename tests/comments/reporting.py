"""Report a comment as people do: send a form, read a mail."""

import re
from typing import Any

from django.conf import settings
from django.core import mail
from django.http import HttpResponseBase
from django.test import Client

from comments.models import Category, Comment, Report, Rule
from comments.models.sender import Sender
from comments.reporting import file
from newsroom.subscribers.models import User

EMAIL = "zoe@ailleurs.test"
# All that somebody signed out must say of illegal content.
WHOLE = {
    "kind": "illegal",
    "category": Category.ILLEGAL_OR_HARMFUL_SPEECH.value,
    "words": "Il appelle à haïr mes voisins.",
    "name": "Zoé Martin",
    "email": EMAIL,
    "good_faith": "on",
}


def address(comment: Comment) -> str:
    """Return where the comment is reported."""
    return f"/comments/{comment.pk}/report/"


def send(client: Client, comment: Comment, **fields: Any) -> HttpResponseBase:
    """Send a report of illegal content, whole but for the `fields` that say otherwise (None: left out)."""
    data = {name: value for name, value in (WHOLE | fields).items() if value is not None}
    return client.post(address(comment), data)


def reported(comment: Comment, *members: User, rule: Rule) -> list[Report]:
    """Have each member report the comment under the rule, through the only door."""
    return [file(comment, Sender(member=member), rule=rule)[0] for member in members]


def letters(to: str) -> list[str]:
    """Return what was written to an address, the subject first."""
    return [f"{one.subject}\n{one.body}" for one in mail.outbox if one.to == [to]]


def followed(letter: str) -> str:
    """Return the path of the page that a letter leads to, where the report is followed."""
    found = re.search(re.escape(settings.SITE_ADDRESS) + r"(/reports/[\w.-]+/)", letter)
    assert found is not None
    return found[1]
