"""What happens when a payment fails: one table, which the pages print and the code keeps to."""

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


def steps() -> list[tuple[str | Promise, str | Promise]]:
    """Return what happens, step by step: when, and what."""
    days = settings.GRACE_DAYS
    later = ngettext(
        "%(days)s day after the end of what is paid", "%(days)s days after the end of what is paid", days
    ) % {"days": days}
    return [
        (_("The bank refuses the first payment"), _("Nothing is ordered and nothing is owed: you may try again.")),
        (
            _("The bank refuses a renewal"),
            _("You are told by e-mail, with the day of the next attempt. What you paid stays open to you."),
        ),
        (_("In the following days"), _("The payment is tried again a few times. You are told of each refusal.")),
        (
            later if days else _("At the end of what is paid"),
            _("The subscription lapses. Nothing more is owed, no fee is added, and your account and comments stay."),
        ),
    ]
