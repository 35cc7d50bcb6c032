"""Who has an article open at the desk, so that two editors know of each other before they write."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from newsroom.subscribers.models import User

# The page says that it is still open every half a minute; a closed laptop is forgotten after two.
LASTS = timedelta(minutes=2)


class PresenceManager(models.Manager["Presence"]):
    """Notes and forgets who is there."""

    def note(self, article: Article, user: User) -> None:
        """Note that somebody has the article open now; what is over goes by the way."""
        now = timezone.now()
        self.filter(seen_at__lt=now - LASTS).delete()
        here = Presence(article=article, user=user, seen_at=now)
        self.bulk_create([here], update_conflicts=True, unique_fields=["article", "user"], update_fields=["seen_at"])

    def leave(self, article: Article, user: User) -> None:
        """Forget somebody who closed the page."""
        self.filter(article=article, user=user).delete()

    def others(self, article: Article, user: User) -> models.QuerySet["Presence"]:
        """Return who else has the article open, in the order of their names."""
        here = self.filter(article=article, seen_at__gte=timezone.now() - LASTS).exclude(user=user)
        return here.select_related("user").order_by("user__display_name")


class Presence(models.Model):
    """Somebody at an article."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(_("seen"), db_index=True)

    objects = PresenceManager()

    class Meta:
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("article", "user"), name="presence_once"),)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.article_id}"
