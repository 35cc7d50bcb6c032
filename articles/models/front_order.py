"""The front page as the editors arranged it: the lead and what follows it, before the latest by date."""

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.stale import StaleArticle
from newsroom.audit.models import Entry
from newsroom.subscribers.models import User

# The lead and the seven beside it.
PLACES = 8


class FrontOrderManager(models.Manager["FrontOrder"]):
    """Keeps the orders; the last is the one in force."""

    def current(self) -> "FrontOrder":
        """Return the order in force: an empty one, where nobody arranged anything yet."""
        return self.first() or FrontOrder(number=0, articles=[])

    def placed(self) -> list[Article]:
        """Return what stands on the front page by hand, in order, as cards show it: three queries at most.

        What is scheduled, withdrawn or deleted is not among it, and comes back by itself if readers see it again.
        """
        keys = self.current().articles
        found = Article.objects.published().filter(pk__in=keys).for_cards().in_bulk() if keys else {}
        return [found[key] for key in keys if key in found]

    def arrange(self, articles: list[int], *, by: User, seen: int) -> "FrontOrder":
        """Put the articles in that order: the first PLACES of those that are published or scheduled, each once.

        Raises StaleArticle where somebody arranged the front page since the order numbered `seen`.
        """
        known = set(
            Article.objects.filter(pk__in=articles, status=Article.Status.PUBLISHED).values_list("pk", flat=True)
        )
        kept = [key for key in dict.fromkeys(articles) if key in known][:PLACES]
        try:
            with transaction.atomic():
                if self.current().number != seen:
                    raise StaleArticle(_("Somebody arranged the front page first."))
                order = self.create(number=seen + 1, articles=kept, by=by, at=timezone.now())
                Entry.objects.record(actor=by, action="front.arranged", subject=order, articles=kept)
        except IntegrityError as error:
            raise StaleArticle(_("Somebody arranged the front page first.")) from error
        return order


class FrontOrder(models.Model):
    """One order of the front page; a new one takes its place, and it is kept."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    articles = models.JSONField(_("articles"), default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = FrontOrderManager()

    class Meta:
        default_permissions = ()
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")
        ordering = ("-number",)

    def __str__(self) -> str:
        return str(self.number)
