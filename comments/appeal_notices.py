"""The words sent about an appeal, to who may hear it and then to who appealed; and the tasks that send them."""

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
    from comments.models import Appeal
    from newsroom.subscribers.models import User

TOLD_WITH = ("decision__comment__article__section", "decision__member", "decision__sanction", "report__reporter")


@task
def deliver_arrival(appeal_id: int) -> None:
    """Tell who may hear the appeal that it came in."""
    appeals = apps.get_model("comments", "Appeal").objects
    appeals.select_related(*TOLD_WITH).get(pk=appeal_id).announce()


@task
def deliver_answer(appeal_id: int) -> None:
    """Tell who appealed what became of it."""
    appeals = apps.get_model("comments", "Appeal").objects
    appeals.select_related(*TOLD_WITH, "reversal").get(pk=appeal_id).deliver()


def send_arrival(appeal: "Appeal", people: "list[User]") -> None:
    """Send each of them the way to the appeal, and nothing of what it says: that is read at the desk.

    A letter each: nobody at the desk is shown the address of another.
    """
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "appeal": appeal,
            "decision": appeal.decision,
            "hearing_url": absolute(reverse("admin:comments_appeal_change", args=[appeal.pk])),
        }
        subject, message = letters.written("appeal_arrival", context)
        for person in people:
            letters.send(subject, message, person.email)


def send(appeal: "Appeal") -> None:
    """Send the outcome and its reasons (DSA 20(5)) to who appealed: a member in the paper's language."""
    path = tokens.for_reporter(appeal.report) if appeal.report else tokens.for_author(appeal.decision)
    with translation.override(appeal.report.language if appeal.report else settings.LANGUAGE_CODE):
        context = {
            "appeal": appeal,
            "decision": appeal.decision,
            "quoted": letters.quoted(appeal.words),
            "appeal_url": absolute(path),
        }
        subject, message = letters.written("appeal", context)
        letters.send(subject, message, appeal.mail_address)
