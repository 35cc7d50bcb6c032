"""A claim: a moderator examines this comment, for a few minutes, and the others see it."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment
from comments.models.transitions import StaleMove

if TYPE_CHECKING:
    from newsroom.subscribers.models import User

# Long enough to read a thread and write a reason; who went to lunch holds nothing up.
LEASE = timedelta(minutes=5)


class ClaimedMove(StaleMove):
    """Somebody else began to examine the comment, and it was not to be seen on the screen it was decided from."""

    def __init__(self, claim: "Claim") -> None:
        super().__init__(claim.comment.status, str(claim.moderator))

    def told_to_staff(self) -> str:
        """Say who examines it; who opens the page again sees it there, and may decide all the same."""
        return gettext("%(who)s began to examine this comment meanwhile. Nothing was changed by you.") % {
            "who": self.moved_by
        }


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Finds claims by the clock, and takes them."""

    def in_force(self, now: datetime | None = None) -> Self:
        """Return the claims that have not run out."""
        return self.filter(until__gt=now or timezone.now())

    def take(self, comment_id: int, *, by: "User", over: int | None = None) -> "Claim":
        """Return the claim on the comment: `by`'s own, new or renewed, or the one that somebody else holds.

        `over` is the moderator whose claim `by` saw and takes over, knowing it. Nobody examines two comments at once.
        """
        now = timezone.now()
        until = now + LEASE
        free = models.Q(moderator=by) | models.Q(until__lte=now) | models.Q(moderator=over)
        self.filter(moderator=by).exclude(comment=comment_id).delete()
        claims = self.filter(comment=comment_id)
        if not claims.filter(free).update(moderator=by, until=until):
            # Where somebody holds it, they came first.
            with suppress(IntegrityError), transaction.atomic():
                self.create(comment_id=comment_id, moderator=by, until=until)
        return claims.select_related("moderator").get()

    def release(self, comment_id: int, *, by: "User") -> None:
        """End a claim of one's own: the comment is decided on, or left to others."""
        self.filter(comment=comment_id, moderator=by).delete()

    def ensure_free(self, comment_id: int, *, by: "User", seen: int) -> None:
        """Raise ClaimedMove where somebody else than `by` holds a claim; `seen` is whose claim `by` saw, 0 for none."""
        held = self.in_force().filter(comment=comment_id).exclude(moderator__in=(by.pk, seen))
        if claim := held.select_related("moderator", "comment").first():
            raise ClaimedMove(claim)


class Claim(models.Model):
    """One moderator examines one comment until the lease runs out."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="claim")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    objects = ClaimQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("claim")

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.moderator}"

    def is_in_force(self) -> bool:
        """Return whether the lease still runs."""
        return self.until > timezone.now()
