"""An acceptance: a member ticked that they accept one version of the charter."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.charter import Charter
from newsroom.lib.prepared import DATE, Prepared, given
from newsroom.subscribers.models import User


@dataclass(frozen=True, slots=True)
class Owed:
    """The version that a member has not accepted yet."""

    charter: Charter
    # They accepted an earlier one.
    has_changed: bool


def _in_force() -> Any:
    """Return what is asked with each comment: the charter in force, and what the user accepted of it."""
    theirs = Acceptance.objects.filter(user=given("user"))
    this = theirs.filter(charter=models.OuterRef("pk"))
    published = Charter.objects.published(given("now", DATE))
    return published.values_list("pk", models.Exists(this), models.Exists(theirs))[:1]


IN_FORCE: Prepared[Any] = Prepared(_in_force)


class AcceptanceManager(models.Manager["Acceptance"]):
    """Says who accepted what."""

    def owed(self, user: User) -> Owed | None:
        """Return the charter in force if the user has not accepted it yet; None otherwise, after one query."""
        current: Any = IN_FORCE.first(now=timezone.now(), user=user.pk)
        if current is None:
            return None
        pk, is_accepted, has_changed = current
        return None if is_accepted else Owed(Charter.objects.get(pk=pk), has_changed)

    def covers(self, user: User) -> bool:
        """Return whether the user accepted the version in force, or there is none to accept."""
        return self.owed(user) is None

    def accept(self, user: User, charter: Charter) -> None:
        """Record that the user accepts the charter; again, it changes nothing."""
        self.get_or_create(user=user, charter=charter)


class Acceptance(models.Model):
    """One member's agreement to one version of the charter, written once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member"),
        on_delete=models.CASCADE,
        related_name="acceptances",
        db_index=False,
    )
    charter = models.ForeignKey(
        Charter, verbose_name=_("charter"), on_delete=models.PROTECT, related_name="acceptances"
    )
    at = models.DateTimeField(_("accepted"), default=timezone.now)

    objects = AcceptanceManager()

    class Meta:
        verbose_name = _("acceptance of the charter")
        verbose_name_plural = _("acceptances of the charter")
        ordering = ("-id",)
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("user", "charter"), name="acceptance_once"),)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.charter_id}"
