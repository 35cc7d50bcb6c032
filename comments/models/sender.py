"""Who sends a report, and the reference that they are given."""

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.crypto import salted_hmac

from newsroom.lib import references

if TYPE_CHECKING:
    from newsroom.subscribers.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who reports: a member, or somebody signed out with what they wish to say of themselves."""

    member: "User | None" = None
    name: str = ""
    email: str = ""
    # Of the network. It is kept nowhere: a keyed hash stands for it, another one each day.
    address: str = ""

    def key(self, *reported: object) -> str:
        """Return what stands for somebody signed out and for what they report; empty for a member."""
        if self.member is not None:
            return ""
        whose = self.email.lower() or f"{timezone.localdate()} {self.address}"
        return salted_hmac("comments.report", "\n".join(map(str, (*reported, whose))), algorithm="sha256").hexdigest()


def reference(key: str = "") -> str:
    """Return a short public reference, as S-7F3K-9QXM: drawn at random, or the one of a sender's key.

    Who sends the same again is given the same again, so that nobody learns from it who reported before.
    """
    number = int(key, 16) if key else secrets.randbits(128)
    return references.spelled("S", number)
