"""Audit entries: who did or saw what, and when; written once, never changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EntryManager(models.Manager["Entry"]):
    """Writes entries."""

    @contextmanager
    def recorded(
        self, *, actor: models.Model | None, action: str, subject: models.Model, **detail: Any
    ) -> Iterator[None]:
        """Do what stands in the block and record it, both or neither."""
        with transaction.atomic():
            yield
            self.record(actor=actor, action=action, subject=subject, **detail)

    def record(
        self, *, actor: models.Model | None, action: str, subject: models.Model | type[models.Model], **detail: Any
    ) -> "Entry":
        """Record that `actor` (None for the machine) did `action` to `subject`, a row or a whole table.

        `detail` must be JSON.
        """
        table = subject._meta.label_lower
        label = table if isinstance(subject, type) else f"{table}:{subject.pk}"
        return self.create(actor_id=actor.pk if actor else None, action=action, subject=label, detail=detail)


class Entry(models.Model):
    """One deed: append-only, so the row of a person who left stays, without the person."""

    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("actor"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    action = models.CharField(_("action"), max_length=60)
    subject = models.CharField(_("subject"), max_length=120)
    detail = models.JSONField(_("detail"), default=dict)

    objects: ClassVar[EntryManager] = EntryManager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ("-id",)
        default_permissions = ("view",)
        indexes = (models.Index(fields=("subject", "-id"), name="entry_subject"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject}"
