"""A user: one account, an e-mail address and the pseudonym shown with comments."""

from contextlib import suppress
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, cast

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.lib.folding import fold
from newsroom.lib.prepared import DATE, Prepared, given
from newsroom.subscribers import held_names
from newsroom.subscribers.models.display_name import DISPLAY_NAME_MAX_LENGTH, DisplayNameField, tidy
from newsroom.subscribers.models.display_name_change import DisplayNameChange
from newsroom.subscribers.passwords import normalised
from newsroom.subscribers.reserved_names import is_reserved

if TYPE_CHECKING:
    from newsroom.subscribers.models.subscription import Subscription

TAKEN = _("This pseudonym, or one that looks the same, is taken.")
RESERVED = _("This pseudonym reads as the paper’s own, or as somebody of its staff. Choose another.")
RENAMED_ONCE_IN = timedelta(days=30)
# Made by `clean`, which also says, beside the pseudonym, what is wrong with it.
MADE_FIELDS = {"display_name_key"}


# The subscription that opens the paper to somebody: asked with each page they see, and each comment they send.
def _opening() -> Any:
    subscriptions: Any = User._meta.get_field("subscriptions").related_model
    open_now = subscriptions.objects.begun_and_ending(given("now", DATE), after=given("after", DATE))
    return open_now.filter(user=given("pk")).longest_first()[:1]


def _with_opening() -> Any:
    opening = {f"opening_{field}": models.Subquery(_opening().values(field)) for field in OPENING_FIELDS}
    return User.objects.filter(pk=given("pk")).annotate(**opening)


# What tells how long it opens the paper; a user who is read by their number brings it with them.
OPENING_FIELDS = ("id", "starts_at", "ends_at", "revoked_at")
OPENING: "Prepared[Subscription]" = Prepared(_opening)
BY_NUMBER: "Prepared[User]" = Prepared(_with_opening)


def grace() -> timedelta:
    """Return how long after its end a subscription still opens the paper."""
    return timedelta(days=settings.GRACE_DAYS)


class TooSoon(Exception):
    """They chose a pseudonym lately; `again` is when they may choose another."""

    def __init__(self, again: datetime) -> None:
        super().__init__(again)
        self.again = again


class StaleName(Exception):
    """Another change of the pseudonym came first."""


class UserManager(BaseUserManager["User"]):
    """Makes users and finds them by their address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username or "")

    def get(self, *args: Any, **lookups: Any) -> "User":
        """Return the one user who is looked up; by `pk` alone, as every request of theirs asks, without the ORM's work.

        Raises DoesNotExist.
        """
        if args or lookups.keys() != {"pk"}:
            return super().get(*args, **lookups)
        now = timezone.now()
        found = BY_NUMBER.first(pk=lookups["pk"], now=now, after=now - grace())
        if found is None:
            raise self.model.DoesNotExist
        return found

    def named_like(self, display_name: str) -> models.QuerySet["User"]:
        """Return who has that pseudonym, or one that looks the same: one user at most."""
        return self.filter(display_name_key=fold(display_name))

    def forget_unproved(self, **held: str) -> None:
        """Let go of an address or a pseudonym held by who signed up, and never followed the mailed link in its time."""
        proved = EmailAddress.objects.filter(user=models.OuterRef("pk"), verified=True)
        asked = EmailAddress.objects.filter(user=models.OuterRef("pk"))
        too_late = timezone.now() - held_names.UNPROVED_FOR
        never_came = self.filter(models.Exists(asked), ~models.Exists(proved), last_login=None, is_staff=False)
        # Whom something hangs on stays: a subscription was granted, a comment brought in.
        with suppress(models.ProtectedError), transaction.atomic():
            never_came.filter(date_joined__lt=too_late, **held).delete()

    def create_user(self, email: str, display_name: str, password: str | None = None, **fields: Any) -> "User":
        """Return a new, valid user; raise ValidationError naming the field that is wrong."""
        user = self.model(email=email, display_name=display_name, **fields)
        user.set_password(password)
        user.full_clean(exclude=MADE_FIELDS)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, display_name: str, password: str | None = None) -> "User":
        """Return a new user who may do everything in the admin; the operator vouches for the address."""
        user = self.create_user(email, display_name, password, is_staff=True, is_superuser=True)
        user.confirm_address()
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """An account of a reader or of the staff."""

    # In lower case, as the accounts library looks for it.
    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    display_name = DisplayNameField(
        _("pseudonym"), max_length=DISPLAY_NAME_MAX_LENGTH, help_text=_("Shown with your comments.")
    )
    # What makes two pseudonyms the same to the eye: case, accents and look-alikes folded away.
    # One character can unfold to eighteen (U+FDFA).
    display_name_key = models.CharField(max_length=18 * DISPLAY_NAME_MAX_LENGTH, editable=False)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Without this, the person is signed out and cannot sign in.")
    )
    is_staff = models.BooleanField(_("staff"), default=False, help_text=_("May open the admin."))
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    # By its member (`ClosedAccount`): the row stays for what hangs on it, without the person.
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        # The desk lists the staff, who are few among all that ever signed up.
        indexes = (models.Index(fields=("display_name",), condition=models.Q(is_staff=True), name="user_staff"),)
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_("An account with this e-mail address exists already."),
            ),
            models.UniqueConstraint(
                fields=("display_name_key",), name="user_display_name_unique", violation_error_message=TAKEN
            ),
            models.CheckConstraint(condition=~models.Q(display_name_key=""), name="user_display_name_visible"),
        )

    def __str__(self) -> str:
        return self.display_name

    def clean(self) -> None:
        """Put address and pseudonym in the form they are compared in; refuse a pseudonym that is not free for them."""
        self.email = self.email.lower()
        self.display_name_key = fold(self.display_name)
        try:
            self.check_name()
        except ValidationError as error:
            raise ValidationError({"display_name": error}) from error

    def check_name(self) -> None:
        """Raise ValidationError where the pseudonym is somebody's, was lately, or reads as the paper's."""
        if self._is_taken():
            raise ValidationError(TAKEN, code="taken")
        if not self.is_staff and is_reserved(self.display_name):
            raise ValidationError(RESERVED, code="reserved")

    def may_rename_at(self) -> datetime | None:
        """Return when they may choose another pseudonym; None for now."""
        last = self.display_name_changes.filter(by=self).first()
        again = last.at + RENAMED_ONCE_IN if last else None
        return again if again and again > timezone.now() else None

    def rename(self, display_name: str, *, by: "User") -> None:
        """Take another pseudonym, and keep the former from everybody else for a year.

        Raise ValidationError where it is not free, TooSoon where they chose one lately, and StaleName where another
        change came first.
        """
        if by == self and (again := self.may_rename_at()):
            raise TooSoon(again)
        old = self.display_name
        try:
            self._take(tidy(display_name), old, by)
        except (ValidationError, StaleName):
            self.display_name, self.display_name_key = old, fold(old)
            raise

    def _take(self, display_name: str, old: str, by: "User") -> None:
        self.display_name = display_name
        self.full_clean(exclude={"password", *MADE_FIELDS})
        named = {"display_name": self.display_name, "display_name_key": self.display_name_key}
        try:
            with transaction.atomic():
                if not type(self).objects.filter(pk=self.pk, display_name=old).update(**named):
                    raise StaleName
                DisplayNameChange.objects.record(self, old=old, new=self.display_name, by=by)
        except IntegrityError as error:
            # Somebody took it since it was checked.
            raise ValidationError({"display_name": ValidationError(TAKEN, code="taken")}) from error

    def _is_taken(self) -> bool:
        name = self.display_name
        others = type(self).objects.named_like(name).exclude(pk=self.pk)
        former = DisplayNameChange.objects.holding(name).exclude(user=self.pk)
        return others.exists() or former.exists() or (self.pk is None and held_names.is_held(name))

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password and normalised(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        return super().check_password(raw_password and normalised(raw_password))

    @property
    def mail_address(self) -> str:
        """Where they are written to; empty once they closed their account."""
        return "" if self.closed_at else self.email

    @cached_property
    def opening_subscription(self) -> "Subscription | None":
        """The subscription that opens the paper to them, the one that lasts longest.

        It is as it was when the request read who asks, for whom it takes no query, or when it was first asked for; what
        is done for a subscriber asks `subscription_runs`.
        """
        noted = self.__dict__
        if "opening_id" not in noted:
            return self._opened(timezone.now())
        if noted["opening_id"] is None:
            return None
        kind: Any = User._meta.get_field("subscriptions").related_model
        found = kind.from_db("default", OPENING_FIELDS, [noted[f"opening_{field}"] for field in OPENING_FIELDS])
        return cast("Subscription", found)

    def subscription_runs(self, now: datetime | None = None) -> bool:
        """Return whether a subscription of this user opens the paper, days of grace included, by the database."""
        return self._opened(now or timezone.now()) is not None

    def _opened(self, now: datetime) -> "Subscription | None":
        return OPENING.first(pk=self.pk, now=now, after=now - grace())

    def confirm_address(self) -> None:
        """Make the account's address the one it signs in with: the staff or the operator vouches for it."""
        EmailAddress.objects.filter(user=self).exclude(email=self.email).delete()
        EmailAddress.objects.update_or_create(user=self, email=self.email, defaults={"verified": True, "primary": True})
