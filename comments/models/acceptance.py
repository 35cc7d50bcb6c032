"""An acceptance: a member ticked that they accept one version of the charter."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.charter import Charter
from newsroom.subscribers.models import User


@dataclass(frozen=True, slots=True)
class Owed:
    """The version that a member has not accepted yet."""

    charter: Charter
    # They accepted an earlier one.
    has_changed: bool


class AcceptanceManager(models.Manager["Acceptance"]):
    """Says who accepted what."""

    def owed(self, user: User) -> Owed | None:
        """Return the charter in force if the user has not accepted it yet, None otherwise, in one query."""
        theirs = self.filter(user=user)
        asked = Charter.objects.published().annotate(
            is_accepted=models.Exists(theirs.filter(charter=models.OuterRef("pk"))), has_changed=models.Exists(theirs)
        )
        current: Any = asked.first()
        return None if current is None or current.is_accepted else Owed(current, current.has_changed)

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
