"""The key of a subscriber's own podcast: their application has no session, and the address is all it knows."""

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.audit.models import Entry
from newsroom.lib import secrecy
from newsroom.subscribers.models import User


def new_token() -> str:
    """Return a new token. It is kept as it is, so that its reader finds the address again."""
    return secrecy.new_token()


class PodcastKeyQuerySet(models.QuerySet["PodcastKey"]):
    """Gives keys, finds who holds one, and takes them back."""

    def give(self, reader: User) -> "PodcastKey":
        """Return a new key of the reader's; the one they had opens nothing from now on."""
        with transaction.atomic():
            # One at a time for each reader: two clicks at once are one key.
            User.objects.select_for_update(no_key=True).get(pk=reader.pk)
            self.filter(user=reader).delete()
            key = self.create(user=reader)
            Entry.objects.record(actor=reader, action="podcast.opened", subject=reader)
            return key

    def take_back(self, reader: User) -> None:
        """Let the reader's address open nothing any more; to do so twice is no matter."""
        with transaction.atomic():
            deleted, _rows = self.filter(user=reader).delete()
            if deleted:
                Entry.objects.record(actor=reader, action="podcast.closed", subject=reader)

    def holder(self, token: str) -> User | None:
        """Return whose key that is; None where it is nobody's, or its account is closed."""
        if not secrecy.is_token(token):
            return None
        key = self.select_related("user").filter(token=token, user__is_active=True).first()
        return key.user if key else None


class PodcastKey(models.Model):
    """One reader's key. It opens the sound of the paper as long as their subscription does, and nothing else."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="podcast_key"
    )
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = PodcastKeyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("podcast key")
        verbose_name_plural = _("podcast keys")

    def __str__(self) -> str:
        return str(self.user_id)
