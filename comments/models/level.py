"""The levels of a sanction, the gravity of what led to it, and the figures it stands on."""

from datetime import timedelta
from math import ceil, inf

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class Level(models.TextChoices):
    """What a member may be sanctioned with, the mildest first."""

    WARNING = "warning", _("warning")
    PREMODERATION = "premoderation", _("premoderation")
    SUSPENSION = "suspension", _("suspension")
    BAN = "ban", _("ban")


class Gravity(models.TextChoices):
    """How grave a moderator finds what was written (DSA 23(3)(c))."""

    LIGHT = "light", _("light")
    SERIOUS = "serious", _("serious")
    GRAVE = "grave", _("grave")


type Severity = tuple[int, float]


def severity(level: str, lasts: timedelta | None) -> Severity:
    """Return what two sanctions are compared by: the level, then the days it begins (None lasts: without an end)."""
    days = inf if lasts is None else ceil(lasts / timedelta(days=1))
    return list(Level).index(Level(level)), days


class Measure(models.Model):
    """A sanction that nobody imposed yet, as the ladder writes it: its level, and its length in whole days."""

    level = models.CharField(_("sanction"), max_length=13, choices=Level)
    length_days = models.PositiveSmallIntegerField(_("for how many days"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def length(self) -> timedelta | None:
        """How long it lasts; None without an end."""
        return timedelta(days=self.length_days) if self.length_days else None

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return severity(self.level, self.length)

    @property
    def proposed(self) -> str:
        """The sanction and its length as people say it."""
        name, days = str(Level(self.level).label), self.length_days
        if not days:
            return name
        return ngettext("%(sanction)s for %(days)d day", "%(sanction)s for %(days)d days", days) % {
            "sanction": name,
            "days": days,
        }


class Figures(models.Model):
    """What a sanction, or the proposal of one, stood on when it was made (DSA 23(3)); never counted anew."""

    window_days = models.PositiveSmallIntegerField(_("over how many days"), default=0, editable=False)
    n_against = models.PositiveIntegerField(_("contributions against the charter"), default=0, editable=False)
    n_total = models.PositiveIntegerField(_("contributions in all"), default=0, editable=False)

    class Meta:
        abstract = True

    @property
    def ratio(self) -> float:
        """The share of all contributions that were against the charter, between 0 and 1."""
        return self.n_against / self.n_total if self.n_total else 0.0

    @property
    def percent(self) -> int:
        """The same share, in whole percent."""
        return round(100 * self.ratio)
