"""What the intake makes of a text."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """What the intake made of a text; each is graver than the one before."""

    PASS = "pass", _("passed")
    FLAG = "flag", _("flagged")
    HOLD = "hold", _("held")
    REFUSE = "refuse", _("refused")

    @classmethod
    def gravest(cls, verdicts: Iterable[str]) -> "Verdict":
        """Return the gravest of the verdicts, `pass` where there is none."""
        order = list(cls)
        return max((cls(verdict) for verdict in verdicts), key=order.index, default=cls.PASS)
