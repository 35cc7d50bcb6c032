"""A closed account: what its member wished for, and what the law has kept of it, apart, for the authorities."""

from contextlib import suppress
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsroom.audit.models import Entry
from newsroom.lib.dates import months_later
from newsroom.subscribers.models.display_name import DISPLAY_NAME_MAX_LENGTH
from newsroom.subscribers.models.display_name_change import DisplayNameChange
from newsroom.subscribers.models.ending import StaleOrder
from newsroom.subscribers.models.order import OPEN, Order
from newsroom.subscribers.models.subscription import AlreadyRevoked
from newsroom.subscribers.models.user import User

# LCEN (loi 2004-575) art. 6, décret 2021-1362: what was given when the account was opened, from the day it closed.
# As long, nobody else takes the pseudonym: readers remember who had it.
IDENTITY_MONTHS = 12
# A sanction holds for who comes back; not for life.
MARK_MONTHS = 60


class StaffStays(Exception):
    """An account of the staff is closed by the publisher, once its rights are taken back."""


class ClosedAccountQuerySet(models.QuerySet["ClosedAccount"]):
    """Closes accounts, and lets go of what was kept of them."""

    def close(self, member: User, *, wish: str, under_sanction: bool) -> "ClosedAccount | None":
        """Close the account: nobody signs in with it again, and nothing on any page names its member.

        Contracts are cancelled, subscriptions end. Returns None where it was closed before; raises StaffStays.
        """
        with transaction.atomic():
            # As the intake locks who writes: what was sent before is there, and nothing comes after.
            user = User.objects.select_for_update(no_key=True).get(pk=member.pk)
            if user.closed_at:
                return None
            if user.is_staff or user.is_superuser:
                raise StaffStays
            closed = self.create(
                user=user,
                wish=self.model.Wish(wish),
                email=user.email,
                display_name=user.display_name,
                mark=mark_of(user.email) if under_sanction else "",
            )
            _end_contracts(user)
            _leave(user, closed.at)
            Entry.objects.record(actor=user, action="account.closed", subject=user, comments=closed.wish)
        return closed

    def identified_too_long(self, now: datetime) -> Self:
        """Return those that still say who it was, though the law no longer asks for it at `now`."""
        named = ~models.Q(email="") | ~models.Q(display_name="")
        return self.filter(named, at__lt=months_later(now, -IDENTITY_MONTHS))

    def forget(self) -> None:
        """Blank who it was; their pseudonyms are free again."""
        for closed in self:
            # No pseudonym folds to a key with such a sign in it.
            User.objects.filter(pk=closed.user_id).update(display_name_key=f"closed-{closed.user_id}")
            DisplayNameChange.objects.filter(user=closed.user_id).delete()
        self.update(email="", display_name="")

    def marked(self) -> Self:
        """Return those that are known again by their address."""
        return self.exclude(mark="")

    def unmark(self) -> int:
        """Know them no longer by their address; return how many."""
        return self.update(mark="")


class ClosedAccount(models.Model):
    """One account that its member closed."""

    class Wish(models.TextChoices):
        """What becomes of the comments."""

        KEEP = "keep", _("kept, without the name of their author")
        ERASE = "erase", _("erased")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.PROTECT, related_name="closing"
    )
    wish = models.CharField(_("comments"), max_length=5, choices=Wish)
    at = models.DateTimeField(_("closed"), default=timezone.now)
    # Of the account as it was, for the authorities alone; blanked after a year.
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    display_name = models.CharField(_("pseudonym"), max_length=DISPLAY_NAME_MAX_LENGTH, blank=True)
    # Made from the address with the site's secret: by it a sanction holds for an account opened with that address.
    mark = models.CharField(max_length=64, blank=True, editable=False)
    # When all that takes time was done.
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    objects = ClosedAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("closed account")
        verbose_name_plural = _("closed accounts")
        ordering = ("-id",)
        default_permissions = ("view",)
        indexes = (models.Index(fields=("mark",), condition=~models.Q(mark=""), name="closed_account_mark"),)

    def __str__(self) -> str:
        # Without the name: the admin repeats these words where nobody notes who reads them.
        return f"#{self.user_id}"

    def finish(self) -> None:
        """Say that nothing is left to do."""
        type(self).objects.filter(pk=self.pk, done_at=None).update(done_at=timezone.now())


def mark_of(email: str) -> str:
    """Return what an address is known again by, and cannot be read from."""
    return salted_hmac("subscribers.closed-account", email.lower(), algorithm="sha256").hexdigest()


def _end_contracts(user: User) -> None:
    """Stop what would be drawn, and end what runs: nobody pays for what nobody reads."""
    now = timezone.now()
    for order in Order.objects.in_force(now).filter(user=user):
        if order.renews:
            # Where the provider ended it just now, it is ended.
            with suppress(StaleOrder), transaction.atomic():
                order.cancel(by=user)
    Order.objects.filter(OPEN, user=user).update(given_up_at=now)
    ahead = models.Q(ends_at=None) | models.Q(ends_at__gt=now)
    for subscription in user.subscriptions.filter(ahead, revoked_at=None):
        with suppress(AlreadyRevoked), transaction.atomic():
            subscription.revoke(by=user)


def _leave(user: User, now: datetime) -> None:
    """Take the person out of the row, which stays: decisions and sanctions hang on it, and their comments."""
    user.groups.clear()
    user.user_permissions.clear()
    user.set_unusable_password()
    with translation.override(settings.LANGUAGE_CODE):
        user.display_name = gettext("Former subscriber")
    # RFC 6761: no mail ever goes there.
    user.email = f"closed-{user.pk}@account.invalid"
    user.is_active, user.closed_at = False, now
    user.save(update_fields=["password", "display_name", "email", "is_active", "closed_at"])
