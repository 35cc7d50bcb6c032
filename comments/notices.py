"""The words sent to a member about a decision, and the task that sends them."""

import re
import textwrap
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.core.mail import send_mail
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from comments import tokens

if TYPE_CHECKING:
    from comments.models import Decision


@task
def deliver_decision(decision_id: int) -> None:
    """Tell the member of the decision, if it still stands when the worker comes to it."""
    decisions = apps.get_model("comments", "Decision").objects
    decisions.whole().get(pk=decision_id).deliver()


def send(decision: "Decision") -> None:
    """Send the statement of reasons (DSA 17) to the member's address, in the paper's language.

    Plain text: what a member or a moderator typed is quoted as it is, line by line, and can pass for nothing else.
    """
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "decision": decision,
            "quoted": quoted(decision.judged_text),
            "site_name": settings.SITE_NAME,
            "site_address": settings.SITE_ADDRESS,
            "decision_url": settings.SITE_ADDRESS + decision.get_absolute_url(),
            "appeal_url": settings.SITE_ADDRESS + tokens.for_author(decision),
            "contributions_url": settings.SITE_ADDRESS + reverse("contributions"),
        }
        subject = one_line(render_to_string("notices/subject_line.txt", context))
        message = tidied(render_to_string("notices/decision.txt", context | {"subject": subject}))
    send_mail(subject=subject, message=message, from_email=None, recipient_list=[decision.member.email])


def quoted(text: str) -> str:
    """Return the text as a mail quotes it: nothing in it passes for the paper's own words."""
    return textwrap.indent(text, "> ", lambda _line: True)


def one_line(text: str) -> str:
    """Return the text fit for a header: one line, nothing invisible in it."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())


def tidied(text: str) -> str:
    """Return the text with one blank line where the template's tags left several."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
