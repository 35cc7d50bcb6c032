"""The words sent to a member about a decision, and the task that sends them."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.tasks import task
from django.urls import reverse
from django.utils import translation

from comments import tokens
from newsroom.lib import letters
from newsroom.lib.addresses import absolute

if TYPE_CHECKING:
    from comments.models import Decision


@task
def deliver_decision(decision_id: int) -> None:
    """Tell the member of the decision, if it still stands when the worker comes to it."""
    decisions = apps.get_model("comments", "Decision").objects
    decisions.whole().get(pk=decision_id).deliver()


def send(decision: "Decision") -> None:
    """Send the statement of reasons (DSA 17) to the member's address, in the paper's language.

    What a member or a moderator typed is quoted as it is, line by line, and can pass for nothing else.
    """
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "decision": decision,
            "quoted": letters.quoted(decision.judged_text),
            "decision_url": absolute(decision.get_absolute_url()),
            "appeal_url": absolute(tokens.for_author(decision)),
            "contributions_url": absolute(reverse("contributions")),
        }
        subject, message = letters.written("decision", context, subject="subject_line")
        letters.send(subject, message, decision.member.email)
