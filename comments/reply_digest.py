"""The e-mail that tells a member who answered their comments, and the task that sends it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.tasks import task
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator

from newsroom.lib import letters
from newsroom.lib.addresses import absolute

if TYPE_CHECKING:
    from comments.models import Comment, ReplyNotices

EXCERPT_LENGTH = 280


@task
def deliver(notices_id: int, since: str, until: str) -> None:
    """Send the digest of that stretch of time, if it is still wished for when the worker comes to it."""
    found = apps.get_model("comments", "ReplyNotices").objects.select_related("member").filter(pk=notices_id).first()
    if found:
        found.deliver(datetime.fromisoformat(since), datetime.fromisoformat(until))


def send(wish: "ReplyNotices", answers: "list[Comment]", *, more: bool) -> None:
    """Send the digest in the paper's language, with the one click that stops it (RFC 8058)."""
    stop = absolute(reverse("reply-notices-stop", args=[token(wish)]))
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "member": wish.member,
            "answers": [(one, letters.quoted(Truncator(one.body).chars(EXCERPT_LENGTH))) for one in answers],
            "number": len(answers),
            "more": more,
            "stop_url": stop,
        }
        subject, message = letters.written("replies", context)
        one_click = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        letters.send(subject, message, wish.member.email, one_click)


def token(wish: "ReplyNotices") -> str:
    """Return what names the member's wish in the address that stops it; it does nothing else."""
    return _signer().sign(str(wish.pk))


def read(given: str) -> int | None:
    """Return the row that the token names, None for a forged one."""
    try:
        return int(_signer().unsign(given))
    except BadSignature:
        return None


def _signer() -> Signer:
    return Signer(salt="comments.reply-notices", sep=".")
