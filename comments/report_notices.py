"""What is sent to who reports a comment: a receipt, then what was decided; and the tasks that send it (DSA 16)."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.tasks import task
from django.utils import translation

from comments import tokens
from newsroom.lib import letters
from newsroom.lib.addresses import absolute

if TYPE_CHECKING:
    from comments.models import Report

TOLD_WITH = ("comment__article__section", "reporter", "rule__charter", "decision__charter_rule__charter")


@task
def deliver_receipt(report_id: int) -> None:
    """Send the receipt of the report."""
    _found(report_id).acknowledge()


@task
def deliver_answer(report_id: int, decision_id: int) -> None:
    """Tell who reported what was decided, if the decision still answers the report when the worker comes to it."""
    _found(report_id).tell(decision_id)


def send_receipt(report: "Report") -> None:
    """Send the receipt: the reference and where to follow it.

    Nothing that was typed is quoted: nobody showed yet that the address is theirs, and no stranger sends words of
    their own through the paper.
    """
    _send("report_receipt", report)


def send_answer(report: "Report") -> None:
    """Send what was decided, on what ground, whether a machine took part, and how to contest it."""
    _send("report_answer", report)


def _send(name: str, report: "Report") -> None:
    with translation.override(report.language):
        context = {
            "report": report,
            "decision": report.decision,
            "appeal_url": absolute(tokens.for_reporter(report)),
        }
        subject, message = letters.written(name, context)
        letters.send(subject, message, report.mail_address)


def _found(report_id: int) -> "Report":
    report: Report = apps.get_model("comments", "Report").objects.select_related(*TOLD_WITH).get(pk=report_id)
    return report
