"""The words sent to who appealed, once the appeal is decided, and the task that sends them."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.core.mail import send_mail
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import translation

from comments import notices, tokens

if TYPE_CHECKING:
    from comments.models import Appeal

TOLD_WITH = ("decision__comment__article__section", "decision__member", "decision__sanction", "report__reporter")


@task
def deliver_answer(appeal_id: int) -> None:
    """Tell who appealed what became of it."""
    appeals = apps.get_model("comments", "Appeal").objects
    appeals.select_related(*TOLD_WITH, "reversal").get(pk=appeal_id).deliver()


def send(appeal: "Appeal") -> None:
    """Send the outcome and its reasons (DSA 20(5)) to who appealed: a member in the paper's language."""
    path = tokens.for_reporter(appeal.report) if appeal.report else tokens.for_author(appeal.decision)
    with translation.override(appeal.report.language if appeal.report else settings.LANGUAGE_CODE):
        context = {
            "appeal": appeal,
            "decision": appeal.decision,
            "quoted": notices.quoted(appeal.words),
            "site_name": settings.SITE_NAME,
            "site_address": settings.SITE_ADDRESS,
            "appeal_url": settings.SITE_ADDRESS + path,
        }
        subject = notices.one_line(render_to_string("notices/appeal_subject.txt", context))
        message = notices.tidied(render_to_string("notices/appeal.txt", context | {"subject": subject}))
    send_mail(subject=subject, message=message, from_email=None, recipient_list=[appeal.mail_address])
