"""A meter reading: a member opened a metered article this month."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import meter
from articles.models.article import Article
from newsroom.subscribers.models import User


class MeterReadingQuerySet(models.QuerySet["MeterReading"]):
    """Counts what members open."""

    def opened_by(self, member: User, now: datetime | None = None) -> tuple[int, ...]:
        """Return the articles that the member opened this month, by id, the first first."""
        this_month = self.filter(member=member, month=meter.month(now or timezone.now()))
        return tuple(this_month.order_by("id").values_list("article_id", flat=True))

    def out_of_time(self, now: datetime) -> "MeterReadingQuerySet":
        """Return those of a month that is over: they count nothing any more."""
        return self.exclude(month=meter.month(now))

    def open(self, member: User, articles: Iterable[int], now: datetime | None = None) -> None:
        """Open these articles to the member, the first first, while the month has room; the others stay closed.

        What somebody opened signed out comes in by this door too: an account opens no more than one reader may,
        whosever cookies it is shown.
        """
        now = now or timezone.now()
        with transaction.atomic():
            # One at a time for each member: of two tabs that open the last one, the second finds no room.
            User.objects.select_for_update(no_key=True).get(pk=member.pk)
            # What somebody read in a month that is over is nobody's business.
            self.out_of_time(now).filter(member=member).delete()
            opened = self.opened_by(member, now)
            room = max(0, settings.METER - len(opened))
            metered = Article.objects.filter(pk__in=articles, access=Article.Access.METERED)
            known = set(metered.exclude(pk__in=opened).values_list("pk", flat=True))
            fresh = [pk for pk in dict.fromkeys(articles) if pk in known][:room]
            self.bulk_create(MeterReading(member=member, article_id=pk, month=meter.month(now)) for pk in fresh)


class MeterReading(models.Model):
    """One metered article that a member opened in one calendar month."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member"),
        on_delete=models.CASCADE,
        related_name="meter_readings",
        db_index=False,
    )
    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="meter_readings"
    )
    month = models.CharField(_("month"), max_length=7)

    objects = MeterReadingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("meter reading")
        verbose_name_plural = _("meter readings")
        constraints = (models.UniqueConstraint(fields=("member", "month", "article"), name="meter_reading_once"),)

    def __str__(self) -> str:
        return f"{self.month}: {self.article_id}"
