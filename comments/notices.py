"""The words sent to a member about a decision, and the task that sends them."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.core.mail import send_mail
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse

if TYPE_CHECKING:
    from comments.models import Decision


@task
def deliver_decision(decision_id: int) -> None:
    """Tell the member of the decision, if it still stands when the worker comes to it."""
    decisions = apps.get_model("comments", "Decision").objects
    decisions.select_related("comment__article__section", "member", "charter_rule__charter").get(
        pk=decision_id
    ).deliver()


def send(decision: "Decision") -> None:
    """Send the statement of reasons to the member's address."""
    context = {
        "decision": decision,
        "comment": decision.comment,
        "site_name": settings.SITE_NAME,
        "site_address": settings.SITE_ADDRESS,
        "contributions_url": settings.SITE_ADDRESS + reverse("contributions"),
        "charter_url": settings.SITE_ADDRESS + reverse("charter"),
        "contest_address": settings.PUBLISHER.email or settings.DEFAULT_FROM_EMAIL,
    }
    subject = render_to_string("notices/decision_subject.txt", context)
    send_mail(
        subject=" ".join(subject.split()),
        message=render_to_string("notices/decision.txt", context),
        from_email=None,
        recipient_list=[decision.member.email],
    )
