"""A data export: what the paper holds of a member, in two files that are made for them (GDPR 15 and 20)."""

import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from newsroom.audit.models import Entry
from newsroom.subscribers.models.user import User

# Long enough to come back from a holiday, too short to lie about.
KEPT = timedelta(days=7)
# To make one reads all that a member ever wrote.
ASKED_AGAIN_AFTER = timedelta(hours=1)
KINDS = ("json", "html")


class AskedLately(Exception):
    """The last one was made a moment ago; `again` is when another may be asked for."""

    def __init__(self, again: datetime) -> None:
        super().__init__(again)
        self.again = again


def language() -> str:
    """Return the language that the member reads, in which theirs is written."""
    return get_language() or settings.LANGUAGE_CODE


class DataExportQuerySet(models.QuerySet["DataExport"]):
    """Asks for exports, and lets them go."""

    def ask(self, member: User) -> tuple["DataExport", bool]:
        """Return the member's export that is being made, or a new one in the place of the last, and if it is new.

        Raises AskedLately. To be called in the transaction that queues the making.
        """
        with transaction.atomic():
            # One at a time for each member: two clicks at once are one export.
            User.objects.select_for_update(no_key=True).get(pk=member.pk)
            last = self.filter(user=member).first()
            if last and last.ready_at is None:
                return last, False
            if last and (again := last.may_be_asked_again_at()):
                raise AskedLately(again)
            self.filter(user=member).discard()
            export = self.create(user=member, language=language())
            Entry.objects.record(actor=member, action="data-export.asked", subject=member)
            return export, True

    def finished(self, member_id: int) -> Self:
        """Return the member's export, once it is ready and while it is kept."""
        return self.filter(user=member_id, ready_at__gte=timezone.now() - KEPT)

    def out_of_time(self, now: datetime) -> Self:
        """Return those whose seven days are over, and those that came to nothing in as many."""
        late = now - KEPT
        return self.filter(models.Q(ready_at__lt=late) | models.Q(ready_at=None, asked_at__lt=late))

    def discard(self) -> None:
        """Delete them, with their files."""
        for export in self:
            export.discard()


class DataExport(models.Model):
    """One member's export, one at a time. Its files are named by nothing that anybody could guess."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="data_export"
    )
    puid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    language = models.CharField(max_length=5, default=language)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    ready_at = models.DateTimeField(_("ready"), null=True, blank=True)

    objects = DataExportQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("data export")
        verbose_name_plural = _("data exports")

    def __str__(self) -> str:
        return str(self.puid)

    @property
    def storage(self) -> Storage:
        """Where the files lie: behind this site's own checks, never among the media that everybody may fetch."""
        return storages["private"]

    @property
    def until(self) -> datetime | None:
        """Until when the files are kept."""
        return self.ready_at and self.ready_at + KEPT

    def file_name(self, kind: str) -> str:
        """Return the name of the file in the storage."""
        return f"exports/{self.puid}.{kind}"

    def may_be_asked_again_at(self) -> datetime | None:
        """Return when another may be asked for; None for now."""
        again = self.ready_at and self.ready_at + ASKED_AGAIN_AFTER
        return again if again and again > timezone.now() else None

    def keep(self, kind: str, path: Path) -> None:
        """Put a finished file in its place, over what an earlier try left there."""
        with path.open("rb") as file:
            self.storage.save(self.file_name(kind), File(file))

    def discard(self) -> None:
        """Delete it, its files first: a file without its row would stay for good."""
        for kind in KINDS:
            self.storage.delete(self.file_name(kind))
        type(self).objects.filter(pk=self.pk).delete()

    def finish(self) -> bool:
        """Say that it is ready; return whether this call did."""
        now = timezone.now()
        if not type(self).objects.filter(pk=self.pk, ready_at=None).update(ready_at=now):
            return False
        self.ready_at = now
        return True
