"""A pseudonym that changed: who was called what before, and until when nobody else may be."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.lib.folding import fold
from newsroom.subscribers.models.display_name import DISPLAY_NAME_MAX_LENGTH

# A reader who remembers a name must not take somebody else for its bearer.
FORMER_KEPT = timedelta(days=365)


class DisplayNameChangeQuerySet(models.QuerySet["DisplayNameChange"]):
    """Finds and writes changes."""

    def holding(self, display_name: str) -> "DisplayNameChangeQuerySet":
        """Return the changes that keep that pseudonym, or one that looks the same, for who had it."""
        return self.filter(old_key=fold(display_name), at__gt=timezone.now() - FORMER_KEPT)

    def record(self, user: models.Model, *, old: str, new: str, by: models.Model) -> "DisplayNameChange":
        """Write down that `by` gave the user another pseudonym."""
        return self.create(user_id=user.pk, old=old, old_key=fold(old), new=new, by_id=by.pk, at=timezone.now())


class DisplayNameChange(models.Model):
    """One change: append-only, and it goes with the account."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="display_name_changes",
    )
    old = models.CharField(_("former pseudonym"), max_length=DISPLAY_NAME_MAX_LENGTH)
    old_key = models.CharField(max_length=18 * DISPLAY_NAME_MAX_LENGTH, editable=False)
    new = models.CharField(_("new pseudonym"), max_length=DISPLAY_NAME_MAX_LENGTH)
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = DisplayNameChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of pseudonym")
        verbose_name_plural = _("changes of pseudonym")
        ordering = ("-id",)
        default_permissions = ()
        indexes = (models.Index(fields=("old_key", "at"), name="name_change_old"),)

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
