"""A connection record: whence a contribution was sent, kept for a year because the law asks for it."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.legal_hold import LegalHold
from newsroom.lib.connection import Connection
from newsroom.lib.dates import months_later
from newsroom.lib.prepared import store

if TYPE_CHECKING:
    from comments.models.comment import Comment

# LCEN (loi 2004-575) art. 6, décret 2021-1362: from the day of the connection, no more and no less.
CONNECTION_MONTHS = 12


class ConnectionRecordQuerySet(models.QuerySet["ConnectionRecord"]):
    """Keeps connection records, and says which have had their time."""

    def keep(self, comment: "Comment", act: "ConnectionRecord.Act", connection: Connection | None) -> None:
        """Record whence the act on the comment came, in its transaction; nothing for what no reader sent."""
        if connection is not None:
            store(self.model(comment=comment, act=act, address=connection.address, port=connection.port))

    def out_of_time(self, now: datetime) -> Self:
        """Return the records that are no longer to be kept at `now`; those of a comment under legal hold stay."""
        over = self.filter(at__lt=months_later(now, -CONNECTION_MONTHS))
        return over.exclude(LegalHold.objects.keeping(now))


class ConnectionRecord(models.Model):
    """Whence one act on one comment came. Written once, shown to nobody who moderates."""

    class Act(models.TextChoices):
        """What makes, changes or takes down a content: what the law counts among contributions."""

        POSTED = "posted", _("posted")
        EDITED = "edited", _("edited")
        WITHDRAWN = "withdrawn", _("withdrawn")

    comment = models.ForeignKey(
        "comments.Comment",
        verbose_name=_("comment"),
        on_delete=models.PROTECT,
        related_name="connection_records",
    )
    act = models.CharField(_("act"), max_length=9, choices=Act)
    # None where the server was not told by whom it could believe.
    address = models.GenericIPAddressField(_("IP address"), null=True, blank=True)
    port = models.PositiveIntegerField(_("port"), null=True, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = ConnectionRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("connection record")
        verbose_name_plural = _("connection records")
        ordering = ("-id",)
        default_permissions = ("view",)
        indexes = (models.Index(fields=("at",), name="connection_record_at"),)

    def __str__(self) -> str:
        # Without the address: the admin repeats these words where nobody notes who reads them.
        return f"{self.comment_id}: {self.get_act_display()}"
