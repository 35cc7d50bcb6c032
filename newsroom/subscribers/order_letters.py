"""The words of the letters about an order: receipts and notices, dated to the minute, from a paper with its name."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import formats, timezone, translation

from newsroom.lib import letters
from newsroom.lib.addresses import absolute

if TYPE_CHECKING:
    from newsroom.subscribers.models import EndingRequest, Order


def written(kind: str, order: "Order", at: datetime, **said: Any) -> tuple[str, str]:
    """Return subject and text of the letter in the paper's language."""
    with translation.override(settings.LANGUAGE_CODE):
        context = said | {
            # Under its legal name.
            "publisher": settings.PUBLISHER,
            "order": order,
            "at": moment(at),
            "account_url": _address("subscription"),
            "cancellation_url": _address("cancellation"),
            "renunciation_url": _address("renunciation"),
            "keep_url": _address("cancellation-kept", keep_token(order)),
            "renounceable": order.may_be_renounced(at),
        }  # fmt: skip
        return letters.written(f"order_{kind}", context)


def not_found(request: "EndingRequest") -> tuple[str, str]:
    """Return subject and text of the receipt of a request that fits no contract; nothing that was typed is quoted."""
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "publisher": settings.PUBLISHER,
            "request": request,
            "at": moment(request.requested_at),
            "again_url": _address(request.kind),
        }
        return letters.written("ending_not_found", context)


def moment(at: datetime) -> str:
    """Return date, time and zone, as « 26 novembre 2026 03:05 (CET, UTC+01:00) »."""
    local = timezone.localtime(at)
    return f"{formats.date_format(local, 'DATETIME_FORMAT')} ({local:%Z, UTC%:z})"


def keep_token(order: "Order") -> str:
    """Return what names the order in the address that takes its cancellation back; it opens nothing else."""
    return _keeping().sign(order.reference)


def kept_reference(token: str) -> str | None:
    """Return the reference that the token names, None for a forged one."""
    try:
        return _keeping().unsign(token)
    except BadSignature:
        return None


def _keeping() -> Signer:
    return Signer(salt="subscribers.keep", sep=".")


def _address(name: str, *arguments: str) -> str:
    return absolute(reverse(name, args=arguments))
